import type { Access } from "./caller.ts";

/** Who may call what: the whole table. What does not stand here, nobody may. */
export const accessTable = {
  listCases: "read",
  showCase: "read",
  showTimeline: "read",
  showNotices: "read",
  showFacts: "audit",
  decide: "decide",
  answer: "verify",
  verify: "verify",
  contain: "decide",
  rehearseMeasure: "read",
  proveContainments: "verify",
  listContainments: "read",
  showDenyList: "read",
  addDenyRow: "decide",
  removeDenyRow: "decide",
  release: "decide",
  undo: "decide",
  listHeld: "read",
  deliverHeld: "decide",
  deleteHeld: "decide",
  showDesk: "read",
  pause: "decide",
  resume: "decide",
  showPolicy: "read",
  verifyAudit: "audit",
  listFacts: "audit",
  listDeadEffects: "admin",
  requeueEffect: "admin",
  takeClaim: "claim",
  takeDeliveries: "claim",
  listMail: "read",
  // What strangers wrote, unread by any program of ours.
  showMail: "admin",
  deleteMail: "decide",
  listTokens: "admin",
  // Whoever could make tokens over the network could make themselves a second person.
  createToken: "operator",
  revokeToken: "admin",
  backUp: "operator",
} as const satisfies Readonly<Record<string, Access>>;

/** The name of one operation of the API. */
export type OperationId = keyof typeof accessTable;
