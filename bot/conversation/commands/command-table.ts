import type { Intent } from "../../../core/model/frame.ts";
import { assignLabels } from "./assign-labels.ts";
import { cancelWork } from "./cancel-work.ts";
import { deleteTask, moveTask } from "./change-task.ts";
import type { Command } from "./command.ts";
import { endFreeze, startFreeze } from "./control-freeze.ts";
import { controlMachine } from "./control-machine.ts";
import { createAlias } from "./create-alias.ts";
import { createTask } from "./create-task.ts";
import { explainRun } from "./explain-run.ts";
import { explainSentence } from "./explain-sentence.ts";
import { forgetAlias } from "./forget-alias.ts";
import { giveHelp, outOfScope, smallTalk } from "./give-help.ts";
import { addUser, changeRole } from "./manage-people.ts";
import { listPlaces, protectPlace, unprotectPlace } from "./protect-place.ts";
import { renameTask } from "./rename-task.ts";
import { retryTask } from "./retry-task.ts";
import { selectListed } from "./select-listed.ts";
import { setDigest } from "./set-digest.ts";
import { setQuietHours } from "./set-quiet-hours.ts";
import { setRoomDefault } from "./set-room-default.ts";
import { listAliases, listFreezes, listLimits, listPlugins, listUsers } from "./show-directory.ts";
import { showHistory } from "./show-history.ts";
import { listMachines, showMachine } from "./show-machines.ts";
import { showRun } from "./show-run.ts";
import { listTasks, showTask } from "./show-tasks.ts";
import { skipRuns } from "./skip-runs.ts";
import { undoChange } from "./undo-change.ts";
import { updateTask } from "./update-task.ts";

/** What answers each intent. `confirm` and `deny` are met before this table. */
export const COMMANDS: Readonly<Record<Intent, Command>> = {
  "task.create": createTask,
  "task.update": updateTask,
  "task.list": listTasks,
  "task.show": showTask,
  "task.cancel": cancelWork,
  "task.pause": moveTask("pause"),
  "task.resume": moveTask("resume"),
  "task.retry": retryTask,
  "task.delete": deleteTask,
  "task.skip": skipRuns,
  "task.rename": renameTask,
  "run.list": showHistory,
  "execution.list": showHistory,
  "execution.show": showRun,
  "execution.results": showRun,
  "execution.cancel": cancelWork,
  "stats.show": showHistory,
  why: explainRun,
  explain: explainSentence,
  "agent.list": listMachines,
  "agent.show": showMachine,
  "agent.drain": controlMachine("drain"),
  "agent.disable": controlMachine("disable"),
  "agent.enable": controlMachine("enable"),
  "agent.assign": assignLabels,
  "agent.approve": controlMachine("approve"),
  "plugin.list": listPlugins,
  "user.list": listUsers,
  "user.add": addUser,
  "user.role": changeRole,
  "freeze.start": startFreeze,
  "freeze.end": endFreeze,
  "freeze.list": listFreezes,
  "limit.list": listLimits,
  "alias.list": listAliases,
  "alias.create": createAlias,
  "alias.forget": forgetAlias,
  "place.protect": protectPlace,
  "place.unprotect": unprotectPlace,
  "place.list": listPlaces,
  "channel.default": setRoomDefault,
  "channel.quiet": setQuietHours,
  "channel.digest": setDigest,
  undo: undoChange,
  help: giveHelp,
  confirm: outOfScope,
  deny: outOfScope,
  select: selectListed,
  smalltalk: smallTalk,
  out_of_scope: outOfScope,
};
