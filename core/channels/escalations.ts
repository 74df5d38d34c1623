import type { Reader } from "../store/rows.ts";
import { conversationTable } from "../store/tables/conversation-table.ts";
import type { Escalation, RoomSettings } from "./room-settings.ts";

interface Deps {
  readonly reader: Reader;
  readonly rooms: Pick<RoomSettings, "get">;
  /** Where a room has said nothing; undefined: nobody else is told then. */
  readonly usual: Escalation | undefined;
}

/** Finds who else is told of what was asked in a conversation, when nobody answers it. */
export class Escalations {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** What the room of the conversation has said, or what the installation says. */
  async of(conversationId: string | undefined): Promise<Escalation | undefined> {
    const { reader, rooms, usual } = this.#deps;
    if (conversationId === undefined) return usual;
    const [row] = await reader.select(conversationTable, { where: { id: conversationId } });
    if (!row) return usual;
    const channel = row.address.split("/").slice(0, 2).join("/");
    for (const scope of [`${row.channel}/${channel}`, `${row.channel}/${conversationId}`]) {
      const said = await rooms.get(scope, "escalation");
      if (said) return said.value;
    }
    return usual;
  }
}
