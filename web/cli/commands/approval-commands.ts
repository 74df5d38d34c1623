import type { Command } from "commander";
import type { ApprovalDto, ApprovalPageDto, ProtectionDto, ProtectionListDto } from "../../contract/approval.ts";
import type { CliContext } from "../cli-context.ts";
import { textTable } from "../text-table.ts";

/** approvals list, approve, refuse; protect: where changes need another person's yes. */
export function addApprovalCommands(program: Command, context: CliContext): void {
  const approvals = program.command("approvals").description("what needs another person's yes");
  addLists(approvals, context);
  addAnswers(approvals, context);
  addProtections(program, context);
}

function addLists(approvals: Command, context: CliContext): void {
  approvals
    .command("list", { isDefault: true })
    .description("list what waits for an answer")
    .option("--all", "also what is answered, newest first")
    .action(async ({ all }: { readonly all?: boolean }) => {
      const filter = all ? "" : "&state=pending";
      const { items } = await context.api().get<ApprovalPageDto>(`/approvals?limit=100${filter}`);
      const rows = items.map((item) => [
        item.id,
        item.state,
        item.askerName,
        whatOf(item),
        whereOf(item),
        untilOf(item),
      ]);
      if (rows.length === 0) context.print("Nothing waits for approval.");
      else context.print(textTable(["approval", "state", "asked by", "what", "where", "until"], rows));
    });
  approvals
    .command("show <id>")
    .description("show what was asked for, and why it needs approval")
    .action(async (id: string) => {
      const item = await context.api().get<ApprovalDto>(pathOf(id));
      context.print(linesOf(item).join("\n"));
    });
}

function addAnswers(approvals: Command, context: CliContext): void {
  approvals
    .command("approve <id>")
    .description("say yes; it runs once, if it is still what was asked for")
    .option("--note <text>", "a remark for whoever asked")
    .action(async (id: string, { note }: { readonly note?: string }) => {
      const item = await answer(context, id, "approve", note === undefined ? {} : { note });
      context.print(`${item.id} is approved: ${item.runId ?? item.taskId ?? "done"}.`);
    });
  approvals
    .command("refuse <id>")
    .description("say no; nothing runs")
    .requiredOption("--note <text>", "why not")
    .action(async (id: string, { note }: { readonly note: string }) => {
      const item = await answer(context, id, "refuse", { note });
      context.print(`${item.id} is refused; ${item.askerName} is told why.`);
    });
  approvals
    .command("withdraw <id>")
    .description("take back what you asked for")
    .action(async (id: string) => {
      context.print(`${(await answer(context, id, "withdraw")).id} is withdrawn.`);
    });
  approvals
    .command("override <id>")
    .description("in an emergency, run it without a second person; everybody is told")
    .requiredOption("--reason <text>", "why it cannot wait")
    .action(async (id: string, { reason }: { readonly reason: string }) => {
      const item = await answer(context, id, "override", { reason });
      context.print(`${item.id} was let go without a second person: ${item.runId ?? item.taskId ?? "done"}.`);
    });
}

function addProtections(program: Command, context: CliContext): void {
  program
    .command("protect [term...]")
    .description("let changes on these machines need approval, like env:production; without a place: list them")
    .option("--risk <risk>", "from which risk on: change or destructive", "change")
    .action(async (include: readonly string[], { risk }: { readonly risk: string }) => {
      if (include.length === 0) return await listProtections(context);
      const targets = { include, exclude: [] };
      const made = await context.api().post<ProtectionDto>("/protections", { targets, risk });
      context.print(`${made.id}: changes on ${include.join(", ")} need another person's approval from now on.`);
    });
  program
    .command("unprotect <id>")
    .description("let changes there need no approval any more, like G-1")
    .action(async (id: string) => {
      await context.api().delete(`/protections/${encodeURIComponent(id.toUpperCase())}`);
      context.print(`${id.toUpperCase()} is lifted.`);
    });
}

async function listProtections(context: CliContext): Promise<void> {
  const { items } = await context.api().get<ProtectionListDto>("/protections");
  const rows = items.map(({ byName, id, risk, targets }) => [id, targets.include.join(", "), risk, byName]);
  if (rows.length === 0) context.print("No place is protected: only roles decide who may change what.");
  else context.print(textTable(["place", "machines", "from risk", "set by"], rows));
}

async function answer(context: CliContext, id: string, verb: string, body: object = {}): Promise<ApprovalDto> {
  return await context.api().post<ApprovalDto>(`${pathOf(id)}/${verb}`, body);
}

const pathOf = (id: string) => `/approvals/${encodeURIComponent(id.toUpperCase())}`;
const whatOf = ({ action, text }: ApprovalDto) => (text === "" ? action : text);

function whereOf({ machines }: ApprovalDto): string {
  const names = machines.map(({ name }) => name);
  return names.length > 3 ? `${names.length} machines` : names.join(", ");
}

const untilOf = ({ expiresAt }: ApprovalDto) => new Date(expiresAt).toISOString().slice(0, 16).replace("T", " ");

function linesOf(item: ApprovalDto): readonly string[] {
  const { decidedByName, id, machines, note, params, reasons, result, runId, state } = item;
  return [
    `${id}: ${whatOf(item)}`,
    `  asked by    ${item.askerName}, until ${untilOf(item)} UTC`,
    `  action      ${item.action} ${JSON.stringify(params ?? {})} (${item.risk})`,
    `  machines    ${machines.map(({ name }) => name).join(", ")}`,
    ...reasons.map((reason) => `  because     ${reason}`),
    `  state       ${state}${decidedByName === undefined ? "" : ` by ${decidedByName}`}${note === "" ? "" : `: ${note}`}`,
    ...(runId === undefined ? [] : [`  run         ${runId}${result === undefined ? "" : `, ${result}`}`]),
  ];
}
