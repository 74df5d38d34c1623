import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunDto } from "../../web/contract/run.ts";
import { ApiSession } from "../support/api-session.ts";
import { freePort, OctopusProcess, temporaryFolder } from "../support/octopus-process.ts";

const MESSAGES = process.env["OCTOPUS_TEST_TIER"] === "nightly" ? 5_000 : 300;
const AT_ONCE = 50;
const PASSWORD = "eight arms hold twelve things";
const MEGABYTE = 1024 * 1024;

interface Answer {
  /** Whether it asked for work. */
  readonly works: boolean;
  readonly status: number;
  readonly text: string;
}

describe("one person floods the chat", () => {
  const folder = temporaryFolder("flood");
  let octopus: OctopusProcess;
  beforeAll(async () => {
    const environment = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: PASSWORD };
    octopus = new OctopusProcess({ dataDir: folder.path, port: await freePort(), environment });
    await octopus.ready();
  }, 120_000);
  afterAll(async () => {
    await octopus?.stop();
    folder.remove();
  });

  /** Every second message starts work; the others ask. Each is sent once, whatever it is answered. */
  async function flood(session: ApiSession): Promise<readonly Answer[]> {
    const conversation = await session.conversation();
    const answers: Answer[] = [];
    let next = 0;
    const turn = async () => {
      while (next < MESSAGES) {
        const key = `flood-${next++}`;
        const works = next % 2 === 0;
        const text = works ? "check disk space" : "what is running?";
        const path = `/conversations/${conversation}/messages`;
        answers.push({ works, ...(await session.ask("POST", path, JSON.stringify({ text, clientMessageId: key }))) });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, turn));
    return answers;
  }

  it(`F25, P1, P14: ${MESSAGES} messages, ${AT_ONCE} at a time: each is taken once or politely refused, and another person is answered meanwhile`, {
    timeout: 1_200_000,
  }, async () => {
    const ada = await ApiSession.signIn(octopus.url, "ada", PASSWORD);
    await ada.post("/users", { name: "olga", password: PASSWORD, role: "operator" });
    const olga = await ApiSession.signIn(octopus.url, "olga", PASSWORD);
    let over = false;
    let answered = 0;
    const meanwhile = async () => {
      while (!over) {
        await olga.get("/tasks?limit=1");
        answered += 1;
      }
    };
    const asking = meanwhile();
    const answers = await flood(ada);
    over = true;
    await asking;

    const taken = answers.filter(({ status }) => status < 300);
    const refused = answers.filter(({ status }) => status >= 300);
    expect(refused.filter(({ status }) => status !== 429)).toEqual([]);
    // A refusal is a sentence that says what to do.
    for (const { text } of refused)
      expect(JSON.parse(text)).toMatchObject({ retryable: true, detail: expect.stringMatching(/\w+ \w+/) });
    expect(taken.length).toBeGreaterThan(0);
    expect(answered).toBeGreaterThan(0);
    expect(await runsOf(ada)).toBe(taken.filter(({ works }) => works).length);
    const memory = await memoryBytes(octopus.url);
    expect(memory).toBeLessThan(800 * MEGABYTE);
    console.info(
      `${taken.length} taken, ${refused.length} refused; ${answered} other questions answered; server ${Math.round(memory / MEGABYTE)} MB`,
    );
  });
});

async function runsOf(session: ApiSession): Promise<number> {
  let count = 0;
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const query = `?limit=500${cursor ? `&cursor=${cursor}` : ""}`;
    const page: { items: RunDto[]; next?: string } = await session.get(`/runs${query}`);
    count += page.items.length;
    cursor = page.next;
  }
  return count;
}

async function memoryBytes(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]);
}
