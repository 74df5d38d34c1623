import type { Table } from "./rows.ts";
import { agentEventTable, agentTable, joinTokenTable } from "./tables/agent-table.ts";
import { aliasTable, unmatchedTable } from "./tables/alias-table.ts";
import { approvalTable, protectionTable } from "./tables/approval-table.ts";
import { auditTable } from "./tables/audit-table.ts";
import { calendarTable } from "./tables/calendar-table.ts";
import {
  deliveryKeyTable,
  deliveryTable,
  linkOfferTable,
  linkTable,
  postTable,
  roomTurnTable,
} from "./tables/channel-table.ts";
import { conversationTable, inboxTable, messageTable, outboxTable, pendingTable } from "./tables/conversation-table.ts";
import { freezeTable } from "./tables/freeze-table.ts";
import { limitTable } from "./tables/limit-table.ts";
import { counterTable, metaTable } from "./tables/meta-table.ts";
import { pluginTable } from "./tables/plugin-table.ts";
import { heldNoticeTable, roomSettingTable } from "./tables/room-table.ts";
import { attemptTable, executionTable, logChunkTable, runTable } from "./tables/run-table.ts";
import { taskTable } from "./tables/task-table.ts";
import { sessionTable, tokenTable, userTable } from "./tables/user-table.ts";

/** Every table there is; migrations and the drift test are held against this list. */
export const ALL_TABLES = [
  metaTable,
  counterTable,
  userTable,
  sessionTable,
  tokenTable,
  agentTable,
  joinTokenTable,
  agentEventTable,
  pluginTable,
  taskTable,
  runTable,
  executionTable,
  attemptTable,
  logChunkTable,
  conversationTable,
  messageTable,
  pendingTable,
  inboxTable,
  outboxTable,
  deliveryTable,
  deliveryKeyTable,
  postTable,
  linkTable,
  linkOfferTable,
  auditTable,
  aliasTable,
  roomSettingTable,
  roomTurnTable,
  heldNoticeTable,
  unmatchedTable,
  freezeTable,
  calendarTable,
  limitTable,
  approvalTable,
  protectionTable,
] as readonly Table<never>[];
