import { Router } from "express";
import type { Clock } from "../../core/kernel/clock.ts";
import type { Metrics } from "./metrics.ts";

export interface ReadinessCheck {
  /** "database", "scheduler" */
  readonly name: string;
  /** Rejects when this part cannot do its work now; or resolves with what to show about that, without secrets. */
  check(): Promise<{ readonly ok: boolean; readonly detail?: string } | undefined>;
  /** The server works without it: what is wrong is shown, and does not make the server unready. */
  readonly optional?: boolean;
}

interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail?: string }[];
}

const REUSED_FOR_MS = 1000;
const PATIENCE_MS = 2000;

interface Deps {
  readonly checks: readonly ReadinessCheck[];
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** /healthz: the process answers. /readyz: it can do its work. /metrics: figures. For everybody; they hold no secrets. */
export function healthRouter(deps: Deps): Router {
  const router = Router();
  let latest: { readonly at: number; readonly readiness: Promise<Readiness> } | undefined;
  router.get("/healthz", (_request, response) => {
    response.json({ alive: true });
  });
  router.get("/readyz", async (_request, response) => {
    const now = deps.clock.monotonic();
    if (!latest || now - latest.at > REUSED_FOR_MS) latest = { at: now, readiness: readinessOf(deps) };
    const readiness = await latest.readiness;
    response.status(readiness.ready ? 200 : 503).json(readiness);
  });
  router.get("/metrics", async (_request, response) => {
    const { type, body } = await deps.metrics.text();
    response.setHeader("Content-Type", type);
    response.send(body);
  });
  return router;
}

type Shown = Readiness["checks"][number];

async function readinessOf({ checks, clock }: Deps): Promise<Readiness> {
  const results = await Promise.all(
    checks.map(async ({ name, check, optional = false }) => {
      const { ok, detail } = await withinPatience(check, clock);
      const shown: Shown = { name, ok, ...(detail !== undefined && { detail }) };
      return { shown, ready: ok || optional };
    }),
  );
  return { ready: results.every((result) => result.ready), checks: results.map((result) => result.shown) };
}

interface Outcome {
  readonly ok: boolean;
  readonly detail?: string | undefined;
}

async function withinPatience(check: ReadinessCheck["check"], clock: Clock): Promise<Outcome> {
  return await new Promise((resolve) => {
    const cancel = clock.after(PATIENCE_MS, () => resolve({ ok: false }));
    const settle = (outcome: Outcome) => {
      cancel();
      resolve(outcome);
    };
    check().then(
      (said) => settle(said ?? { ok: true }),
      () => settle({ ok: false }),
    );
  });
}
