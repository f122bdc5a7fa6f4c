/** A table in words: the first row's meaning is in `heads`; columns named in `numeric` are read from the right. */
export interface TableView {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly numeric: readonly number[];
}
