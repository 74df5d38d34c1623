import { writeSync } from "node:fs";
import { systemClock } from "../../core/kernel/clock.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { openStore } from "../../core/storage/open-store.ts";
import { conversationTable, outboxTable } from "../../core/store/tables/conversation-table.ts";
import { aConversationRow, anOutboxRow } from "./store-rows.ts";

/** A process that writes until it is killed, and says what was acknowledged, one number per line. */
const [dataDir = ""] = process.argv.slice(2);
const { store } = await openStore({ dataDir }, { clock: systemClock, logger: silentLogger });

async function writeOn(): Promise<never> {
  for (;;) {
    const number = await store.write(async (writer) => {
      const value = await writer.next("run");
      await writer.insert(outboxTable, [anOutboxRow({ topic: `run:R-${value}` })]);
      await writer.insert(conversationTable, [aConversationRow({ id: `cnv_${value}` })]);
      return value;
    });
    writeSync(1, `${number}\n`);
  }
}

await Promise.all(Array.from({ length: 20 }, writeOn));
