import type { Placement } from "../src/domain/source.ts";
import type { Geo } from "../src/ports/geo.ts";

const nowhere: Placement = { country: null, network: null, origin: "unknown" };

/** Geo data that places no address, for tests that are not about places. */
export const noGeo: Geo = { place: () => nowhere, placeIpv4: () => nowhere, home: null, data: [] };
