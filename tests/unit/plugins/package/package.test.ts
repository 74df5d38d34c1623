import { describe, expect, it } from "vitest";
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
