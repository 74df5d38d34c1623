/** Chat services on SQLite: what they delivered, what they must be shown, and who is who there. */
export const CHANNEL_SQLITE: readonly string[] = [
  `CREATE TABLE "channel_delivery" (
     "id" text NOT NULL,
     "seq" integer NOT NULL,
     "channel" text NOT NULL,
     "lane" text NOT NULL,
     "body" text NOT NULL,
     "state" text NOT NULL,
     "tries" integer NOT NULL,
     "next_at" integer NOT NULL,
     "received_at" integer NOT NULL,
     CONSTRAINT "channel_delivery_pkey" PRIMARY KEY ("id")
   ) STRICT`,
  `CREATE INDEX "channel_delivery_waiting" ON "channel_delivery" ("channel", "seq") WHERE "state" = 'waiting'`,
  `CREATE INDEX "channel_delivery_age" ON "channel_delivery" ("received_at")`,
  `CREATE TABLE "channel_delivery_key" (
     "channel" text NOT NULL,
     "dedupe_key" text NOT NULL,
     "delivery_id" text NOT NULL,
     "received_at" integer NOT NULL,
     CONSTRAINT "channel_delivery_key_pkey" PRIMARY KEY ("channel", "dedupe_key")
   ) STRICT`,
  `CREATE INDEX "channel_delivery_key_age" ON "channel_delivery_key" ("received_at")`,
  `CREATE TABLE "channel_post" (
     "message_id" text NOT NULL,
     "seq" integer NOT NULL,
     "channel" text NOT NULL,
     "conversation_id" text NOT NULL,
     "address" text NOT NULL,
     "revision" integer NOT NULL,
     "delivered" integer NOT NULL,
     "remote_id" text,
     "room" text,
     "state" text NOT NULL,
     "tries" integer NOT NULL,
     "next_at" integer NOT NULL,
     "uncertain_at" integer,
     "due_since" integer NOT NULL,
     "updated_at" integer NOT NULL,
     CONSTRAINT "channel_post_pkey" PRIMARY KEY ("message_id")
   ) STRICT`,
  `CREATE INDEX "channel_post_due" ON "channel_post" ("channel", "seq") WHERE "state" = 'due'`,
  `CREATE INDEX "channel_post_dead" ON "channel_post" ("channel", "updated_at") WHERE "state" = 'dead'`,
  `CREATE INDEX "channel_post_remote" ON "channel_post" ("channel", "room", "remote_id")`,
  `CREATE INDEX "channel_post_conversation" ON "channel_post" ("conversation_id", "seq")`,
  `CREATE TABLE "channel_link" (
     "channel" text NOT NULL,
     "team" text NOT NULL,
     "person" text NOT NULL,
     "person_name" text NOT NULL,
     "user_id" text NOT NULL,
     "linked_at" integer NOT NULL,
     CONSTRAINT "channel_link_pkey" PRIMARY KEY ("channel", "team", "person")
   ) STRICT`,
  `CREATE INDEX "channel_link_user" ON "channel_link" ("user_id")`,
  `CREATE TABLE "channel_link_offer" (
     "digest" text NOT NULL,
     "channel" text NOT NULL,
     "team" text NOT NULL,
     "person" text NOT NULL,
     "person_name" text NOT NULL,
     "expires_at" integer NOT NULL,
     "used_at" integer,
     CONSTRAINT "channel_link_offer_pkey" PRIMARY KEY ("digest")
   ) STRICT`,
  `CREATE INDEX "channel_link_offer_expiry" ON "channel_link_offer" ("expires_at")`,
];
