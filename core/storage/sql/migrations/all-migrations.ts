import type { MigrationInterface } from "typeorm";
import { AliasMigration } from "./alias-migration.ts";
import { ApprovalMigration } from "./approval-migration.ts";
import { ChainMigration } from "./chain-migration.ts";
import { ChannelMigration } from "./channel-migration.ts";
import { EscalationMigration } from "./escalation-migration.ts";
import { InitialMigration } from "./initial-migration.ts";
import { LedgerMigration } from "./ledger-migration.ts";
import { LimitMigration } from "./limit-migration.ts";
import { RoomMigration } from "./room-migration.ts";
import { RoomTurnMigration } from "./room-turn-migration.ts";
import { SparesMigration } from "./spares-migration.ts";
import { TaskVersionMigration } from "./task-version-migration.ts";

/** Every migration there is, oldest first. A database that knows others was written by a newer version. */
export const ALL_MIGRATIONS: readonly (new () => MigrationInterface)[] = [
  InitialMigration,
  ChainMigration,
  LedgerMigration,
  ChannelMigration,
  AliasMigration,
  SparesMigration,
  LimitMigration,
  RoomMigration,
  TaskVersionMigration,
  RoomTurnMigration,
  ApprovalMigration,
  EscalationMigration,
];

export function migrationNames(): readonly string[] {
  return ALL_MIGRATIONS.map((Migration) => new Migration().name ?? Migration.name);
}
