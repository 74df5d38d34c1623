import { describe, expect, it } from "vitest";
import { isLasting } from "../../../../core/plugin-api/answers.ts";
import { describeFailure } from "../../../../plugins/package/describe-failure.ts";
import { notInstalled, parseInstalled } from "../../../../plugins/package/installed-packages.ts";
import { PACKAGE_MANAGERS } from "../../../../plugins/package/package-managers.ts";
import {
  parseAptHeld,
  parseAptPlan,
  parseBrewPlan,
  parseChocoPlan,
  parseDnfPlan,
} from "../../../../plugins/package/parse-plans.ts";

describe("reading what would be updated", () => {
  it("reads apt, without what would be newly installed", () => {
    const output = `Reading package lists...
The following packages have been kept back:
  linux-image-amd64 grub-common
  grub-pc
The following packages will be upgraded:
  curl libssl3
Inst libssl3 [3.0.9-1] (3.0.11-1~deb12u2 Debian-Security:12/stable-security [amd64])
Inst brand-new (1.0 Debian:12/stable [amd64])
Inst curl [7.88.1-10] (7.88.1-10+deb12u4 Debian:12.2/stable [amd64]) []
Conf curl (7.88.1-10+deb12u4 Debian:12.2/stable [amd64])
`;
    expect(parseAptPlan(output)).toEqual([
      { name: "libssl3", from: "3.0.9-1", to: "3.0.11-1~deb12u2" },
      { name: "curl", from: "7.88.1-10", to: "7.88.1-10+deb12u4" },
    ]);
    expect(parseAptHeld(output)).toEqual(["linux-image-amd64", "grub-common", "grub-pc"]);
  });

  it("reads dnf, names with dots too, without what is obsolete", () => {
    const output = `
curl.x86_64                 7.76.1-31.el9            baseos
python3.11.noarch           3.11.7-1.el9             appstream
Obsoleting Packages
grub2.x86_64                2.06-70.el9              baseos
`;
    expect(parseDnfPlan(output)).toEqual([
      { name: "curl", to: "7.76.1-31.el9" },
      { name: "python3.11", to: "3.11.7-1.el9" },
    ]);
  });

  it("reads brew and choco", () => {
    expect(parseBrewPlan("curl (8.1.0) < 8.4.0\nfoo (1.0) != 2.0\n")).toEqual([
      { name: "curl", from: "8.1.0", to: "8.4.0" },
      { name: "foo", from: "1.0", to: "2.0" },
    ]);
    expect(parseChocoPlan("curl|8.1.0|8.4.0|false\ngit|1|2|true\n")).toEqual([
      { name: "curl", from: "8.1.0", to: "8.4.0" },
    ]);
  });

  it.each([parseAptPlan, parseDnfPlan, parseBrewPlan, parseChocoPlan])("finds nothing in nothing", (parse) =>
    expect(parse("")).toEqual([]),
  );
});

describe("asking a package manager", () => {
  it.each(PACKAGE_MANAGERS.filter(({ name }) => name !== "choco"))(
    "puts names behind everything that $name could take for an option",
    ({ plan, update }) => {
      for (const args of [plan(["curl", "git"]), update(["curl", "git"])])
        expect(args.slice(-3)).toEqual(["--", "curl", "git"]);
      for (const args of [plan([]), update([])]) expect(args).not.toContain("--");
    },
  );

  it("lets apt install nothing that is not there", () => {
    const apt = PACKAGE_MANAGERS.find(({ name }) => name === "apt");
    expect(apt?.update(["curl"])).toContain("--only-upgrade");
  });
});

const ended = (stderr: string, stdout = "") =>
  ({ kind: "ended", exitCode: 100, signal: undefined, stdout, stderr }) as const;

/** Captured from apt 2.6.1 and dnf 4.14.0. */
describe("what a real package manager refuses", () => {
  it.each([
    [
      "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 3649 (perl)\nE: Unable to lock directory /var/lib/apt/lists/",
      "looking for updates failed: another program uses the package database (held by process 3649 (perl)); try again when it has ended",
    ],
    [
      "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?",
      "looking for updates failed: another program uses the package database; try again when it has ended",
    ],
  ])("takes a lock for something that passes: %j", (stderr, headline) => {
    const answer = describeFailure("looking for updates", "apt-get", ended(stderr));
    expect(answer.headline).toBe(headline);
    expect(isLasting(answer)).toBe(false);
  });

  it.each(["E: Unable to locate package nothere", "E: Package 'cron' has no installation candidate"])(
    "does not try %j again",
    (stderr) => {
      expect(isLasting(describeFailure("looking for updates", "apt-get", ended(stderr)))).toBe(true);
    },
  );

  it("names the first line that speaks of an error", () => {
    const text = 'warning: first\nError: There are no enabled repositories in "/etc/yum.repos.d".';
    expect(describeFailure("the update", "dnf", ended(text)).headline).toMatch(/failed: Error: There are no enabled/);
  });
});

describe("what is installed", () => {
  it("is read from dpkg-query and from rpm, without what was removed", () => {
    const dpkg = "octodemo installed 1.1\nold config-files 2.0\ngone not-installed \n";
    expect([...parseInstalled(dpkg)]).toEqual([["octodemo", "1.1"]]);
    const rpm = "octodemo installed 1.0-1\npackage nothere is not installed\n";
    expect([...parseInstalled(rpm)]).toEqual([["octodemo", "1.0-1"]]);
  });

  it("is asked before anything changes, with or without the architecture in the name", () => {
    const known = new Map([["libc6", "2.36"]]);
    expect(notInstalled(["libc6:i386", "libc6", "libc6.i686", "opensll"], known)).toEqual(["opensll"]);
  });
});
