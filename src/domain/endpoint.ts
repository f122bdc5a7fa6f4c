/** What a request addresses on a site: the same program answers every request to one endpoint. */
export interface Endpoint {
  readonly site: string;
  readonly method: string;
  /** Decoded once, dot segments and doubled slashes removed, case kept, no query. */
  readonly path: string;
  /** The one query parameter that selects the endpoint (`rest_route=/…`, `action=register`, `na=s`), else null. */
  readonly query: string | null;
}
