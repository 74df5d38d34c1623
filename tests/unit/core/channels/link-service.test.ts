import { describe, expect, it } from "vitest";
import { LINK_OFFER_VALID_MS, LinkService } from "../../../../core/channels/link-service.ts";
import { anAccountWorld } from "../../../support/account-world.ts";

const ADA_THERE = { channel: "slack", team: "T1", person: "U1" };

async function setup() {
  const world = anAccountWorld();
  const links = new LinkService(world);
  const ada = await world.anActorFor("ada", "operator");
  const offer = () => links.offer({ ...ADA_THERE, personName: "Ada L." });
  const accept = (actor: typeof ada, secret: string) => world.write((writer) => links.accept(writer, actor, secret));
  return { world, links, ada, offer, accept };
}

describe("linking a person of a chat service", () => {
  it("makes them the user who says so, with the role of this moment", async () => {
    const { world, links, ada, offer, accept } = await setup();
    const secret = await offer();
    expect(await links.show(secret)).toMatchObject({ person_name: "Ada L.", team: "T1", person: "U1" });
    expect(await links.actorFor(ADA_THERE)).toBeUndefined();
    await accept(ada, secret);
    expect(await links.actorFor(ADA_THERE)).toMatchObject({ userId: ada.userId, role: "operator", via: "slack" });
    await world.write((writer) => world.users.setRole(writer, { ...ada, role: "admin" }, ada.userId ?? "", "viewer"));
    expect(await links.actorFor(ADA_THERE)).toMatchObject({ role: "viewer" });
    expect(await world.auditActions()).toContain("link.create");
  });

  it("takes each address once, for ten minutes, and no invented one", async () => {
    const { world, links, ada, offer, accept } = await setup();
    const used = await offer();
    await accept(ada, used);
    await expect(accept(ada, used)).rejects.toMatchObject({ code: "link.refused" });
    const late = await offer();
    world.clock.step(LINK_OFFER_VALID_MS);
    await expect(accept(ada, late)).rejects.toMatchObject({ code: "link.refused" });
    await expect(links.show(late)).rejects.toMatchObject({ code: "link.refused" });
    await expect(links.show("octo_link_00_000000")).rejects.toMatchObject({ code: "link.refused" });
  });

  it("knows nobody whose account is disabled", async () => {
    const { world, links, ada, offer, accept } = await setup();
    await accept(ada, await offer());
    const root = await world.anActorFor("root", "admin");
    await world.write((writer) => world.users.disable(writer, root, ada.userId ?? ""));
    expect(await links.actorFor(ADA_THERE)).toBeUndefined();
  });

  it("is ended by the person or an administrator, and by nobody else", async () => {
    const { world, links, ada, offer, accept } = await setup();
    const end = (actor: typeof ada) => world.write((writer) => links.end(writer, actor, ADA_THERE));
    await accept(ada, await offer());
    const eve = await world.anActorFor("eve", "approver");
    await expect(end(eve)).rejects.toMatchObject({ code: "link.not-found" });
    expect(await links.list(eve)).toEqual([]);
    expect(await links.list(ada)).toHaveLength(1);
    await end(ada);
    await accept(ada, await offer());
    const root = await world.anActorFor("root", "admin");
    expect(await links.list(root)).toMatchObject([{ person_name: "Ada L." }]);
    await end(root);
    expect(await links.actorFor(ADA_THERE)).toBeUndefined();
  });
});
