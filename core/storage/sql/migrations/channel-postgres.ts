/** Chat services on PostgreSQL: what they delivered, what they must be shown, and who is who there. */
export const CHANNEL_POSTGRES: readonly string[] = [
  `CREATE TABLE "channel_delivery" (
     "id" text COLLATE "C" NOT NULL,
     "seq" bigint NOT NULL,
     "channel" text COLLATE "C" NOT NULL,
     "lane" text COLLATE "C" NOT NULL,
     "body" text COLLATE "C" NOT NULL,
     "state" text COLLATE "C" NOT NULL,
     "tries" bigint NOT NULL,
     "next_at" bigint NOT NULL,
     "received_at" bigint NOT NULL,
     CONSTRAINT "channel_delivery_pkey" PRIMARY KEY ("id")
   )`,
  `CREATE INDEX "channel_delivery_waiting" ON "channel_delivery" ("channel", "seq") WHERE "state" = 'waiting'`,
  `CREATE INDEX "channel_delivery_age" ON "channel_delivery" ("received_at")`,
  `CREATE TABLE "channel_delivery_key" (
     "channel" text COLLATE "C" NOT NULL,
     "dedupe_key" text COLLATE "C" NOT NULL,
     "delivery_id" text COLLATE "C" NOT NULL,
     "received_at" bigint NOT NULL,
     CONSTRAINT "channel_delivery_key_pkey" PRIMARY KEY ("channel", "dedupe_key")
   )`,
  `CREATE INDEX "channel_delivery_key_age" ON "channel_delivery_key" ("received_at")`,
  `CREATE TABLE "channel_post" (
     "message_id" text COLLATE "C" NOT NULL,
     "seq" bigint NOT NULL,
     "channel" text COLLATE "C" NOT NULL,
     "conversation_id" text COLLATE "C" NOT NULL,
     "address" text COLLATE "C" NOT NULL,
     "revision" bigint NOT NULL,
     "delivered" bigint NOT NULL,
     "remote_id" text COLLATE "C",
     "room" text COLLATE "C",
     "state" text COLLATE "C" NOT NULL,
     "tries" bigint NOT NULL,
     "next_at" bigint NOT NULL,
     "uncertain_at" bigint,
     "due_since" bigint NOT NULL,
     "updated_at" bigint NOT NULL,
     CONSTRAINT "channel_post_pkey" PRIMARY KEY ("message_id")
   )`,
  `CREATE INDEX "channel_post_due" ON "channel_post" ("channel", "seq") WHERE "state" = 'due'`,
  `CREATE INDEX "channel_post_dead" ON "channel_post" ("channel", "updated_at") WHERE "state" = 'dead'`,
  `CREATE INDEX "channel_post_remote" ON "channel_post" ("channel", "room", "remote_id")`,
  `CREATE INDEX "channel_post_conversation" ON "channel_post" ("conversation_id", "seq")`,
  `CREATE TABLE "channel_link" (
     "channel" text COLLATE "C" NOT NULL,
     "team" text COLLATE "C" NOT NULL,
     "person" text COLLATE "C" NOT NULL,
     "person_name" text COLLATE "C" NOT NULL,
     "user_id" text COLLATE "C" NOT NULL,
     "linked_at" bigint NOT NULL,
     CONSTRAINT "channel_link_pkey" PRIMARY KEY ("channel", "team", "person")
   )`,
  `CREATE INDEX "channel_link_user" ON "channel_link" ("user_id")`,
  `CREATE TABLE "channel_link_offer" (
     "digest" text COLLATE "C" NOT NULL,
     "channel" text COLLATE "C" NOT NULL,
     "team" text COLLATE "C" NOT NULL,
     "person" text COLLATE "C" NOT NULL,
     "person_name" text COLLATE "C" NOT NULL,
     "expires_at" bigint NOT NULL,
     "used_at" bigint,
     CONSTRAINT "channel_link_offer_pkey" PRIMARY KEY ("digest")
   )`,
  `CREATE INDEX "channel_link_offer_expiry" ON "channel_link_offer" ("expires_at")`,
];
