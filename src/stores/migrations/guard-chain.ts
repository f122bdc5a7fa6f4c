import { type Kysely, sql } from "kysely";
import type { EngineName } from "../engine.ts";

const refusal = "the chain is only ever appended to";

/** `insert or replace` deletes without a delete trigger, hence the guard on inserts. */
const sqliteGuards = [
  `create trigger chain_no_update before update on chain begin select raise(abort, '${refusal}'); end`,
  `create trigger chain_no_delete before delete on chain when old.seq >= (select seq from chain_anchor) begin select raise(abort, '${refusal}'); end`,
  `create trigger chain_no_replace before insert on chain when exists (select 1 from chain where seq = new.seq or fact = new.fact)
   begin select raise(abort, '${refusal}'); end`,
];

const postgresGuards = [
  `create function refuse_chain_change() returns trigger language plpgsql as $$
   begin
     if tg_op = 'DELETE' and old.seq < (select seq from chain_anchor) then return old; end if;
     raise exception '${refusal}';
   end $$`,
  "create trigger chain_no_change before update or delete on chain for each row execute function refuse_chain_change()",
  "create trigger chain_no_truncate before truncate on chain for each statement execute function refuse_chain_change()",
];

/**
 * Lets the database itself refuse to change or delete an entry of the chain; only what lies before the anchor, moved by a recorded purge, may go.
 * It keeps honest hands from slips; who may drop triggers is found by the hashes.
 */
export const guardChain = async (db: Kysely<never>, engine: EngineName): Promise<void> => {
  for (const text of engine === "sqlite" ? sqliteGuards : postgresGuards) await sql.raw(text).execute(db);
};
