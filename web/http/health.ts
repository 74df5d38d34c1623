import { Router } from "express";
import type { Clock } from "../../core/kernel/clock.ts";
import type { Metrics } from "./metrics.ts";

export interface ReadinessCheck {
  /** "database", "scheduler" */
  readonly name: string;
  /** Rejects when this part cannot do its work now. */
  check(): Promise<void>;
}

interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean }[];
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

async function readinessOf({ checks, clock }: Deps): Promise<Readiness> {
  const results = await Promise.all(
    checks.map(async ({ name, check }) => ({ name, ok: await withinPatience(check, clock) })),
  );
  return { ready: results.every((result) => result.ok), checks: results };
}

async function withinPatience(check: () => Promise<void>, clock: Clock): Promise<boolean> {
  return await new Promise((resolve) => {
    const cancel = clock.after(PATIENCE_MS, () => resolve(false));
    const settle = (ok: boolean) => {
      cancel();
      resolve(ok);
    };
    check().then(
      () => settle(true),
      () => settle(false),
    );
  });
}
