import { expect, it, onTestFinished } from "vitest";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import { SchedulerNotice } from "../../../../core/schedules/scheduler-notice.ts";
import { messageTable } from "../../../../core/store/tables/conversation-table.ts";
import { userTable } from "../../../../core/store/tables/user-table.ts";
import { ConversationWorld, TEN } from "../../../support/conversation-world.ts";

it("administrators are told once that the scheduler has stopped, and the same message says when it is over", async () => {
  const world = new ConversationWorld();
  const ada = { id: "usr_ada", name: "ada", name_key: "ada", role: "admin", state: "active" };
  const person = { ...ada, password_hash: null, time_zone: null, created_at: 0 };
  await world.store.write((writer) => writer.insert(userTable, [person]));
  await world.say("help");
  const { store, clock, events } = world;
  const notice = new SchedulerNotice({ store, clock, events, logger: silentLogger });
  await notice.start();
  onTestFinished(() => notice.stop());
  const shown = async () => {
    await notice.stop();
    await notice.start();
    await world.notifier().runOnce();
    const messages = await store.select(messageTable, { orderBy: [{ column: "seq" }] });
    return messages
      .filter((message) => message.topic?.startsWith("scheduler:"))
      .map((message) => message.card?.headline);
  };
  world.schedulerWatch.isStopped = true;
  events.emit("scheduler.stopped", { since: TEN });
  expect(await shown()).toEqual(["The scheduler has stopped at 11:00"]);
  world.schedulerWatch.isStopped = false;
  events.emit("scheduler.recovered", { since: TEN, at: TEN + 60_000 });
  expect(await shown()).toEqual(["The scheduler is at work again; it had stopped at 11:00"]);
});
