import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** A figure that is read when somebody looks. */
export interface GaugeReading {
  readonly name: string;
  readonly help: string;
  read(): number;
}

/** Figures for Prometheus; the only file that knows its client. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<"route" | "status">;
  readonly #durations: Histogram<"route">;

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Counter({
      name: "octopus_http_requests_total",
      help: "Answered API requests by route and status.",
      labelNames: ["route", "status"],
      registers: [this.#registry],
    });
    this.#durations = new Histogram({
      name: "octopus_http_request_seconds",
      help: "Time from request to answer.",
      labelNames: ["route"],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers: [this.#registry],
    });
  }

  requestAnswered(route: string, status: number, durationMs: number): void {
    this.#requests.inc({ route, status: String(status) });
    this.#durations.observe({ route }, durationMs / 1000);
  }

  /** A figure that is read when somebody looks. */
  addGauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read());
      },
    });
  }

  async text(): Promise<{ readonly type: string; readonly body: string }> {
    return { type: this.#registry.contentType, body: await this.#registry.metrics() };
  }
}
