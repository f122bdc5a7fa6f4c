import { describe, expect, it } from "vitest";
import { createDirectory, type ToldAccount } from "./directory.ts";
import { createOwnerVotes } from "./owner-votes.ts";

const told: readonly ToldAccount[] = [
  {
    name: "u1",
    uid: 1001,
    host: "sv1",
    sites: [
      { domain: "Shop.example", aliases: ["store.example"], root: "/home/u1/shop" },
      { domain: "blog.example", aliases: [], root: "/home/u1/shop/blog" },
    ],
  },
  { name: "u2", uid: 1002, host: "sv1", sites: [{ domain: "two.example", aliases: [], root: "/home/u2/two" }] },
];

describe("the directory's sites", () => {
  it("are one site under domain, alias and www., in lower case", () => {
    const directory = createDirectory(told);
    const shop = directory.siteOf("shop.example");
    expect(directory.siteOf("store.example")).toBe(shop);
    expect(directory.siteOf("www.shop.example")).toBe(shop);
    expect(shop).toMatchObject({ domain: "shop.example", root: "/home/u1/shop", inferred: false });
    expect(shop.account?.name).toBe("u1");
  });

  it("are made without owner when nobody told of them, once each, with ids of their own", () => {
    const directory = createDirectory(told);
    const made = directory.siteOf("new.example");
    expect(directory.siteOf("new.example")).toBe(made);
    expect(made.account).toBeNull();
    expect(new Set(directory.sites.map(({ id }) => id)).size).toBe(directory.sites.length);
    expect(directory.sites[made.id]).toBe(made);
  });

  it("are not made by looking", () => {
    const directory = createDirectory([]);
    expect(directory.findSite("new.example")).toBeNull();
    expect(directory.sites).toEqual([]);
  });

  it("without a name are one a log", () => {
    const directory = createDirectory([]);
    expect(directory.unnamedSite("/a/access.log")).toBe(directory.unnamedSite("/a/access.log"));
    expect(directory.unnamedSite("/b/access.log")).not.toBe(directory.unnamedSite("/a/access.log"));
    expect(directory.unnamedSite("/a/access.log").domain).toBe("");
  });

  it("stay bounded when strangers invent names", () => {
    const directory = createDirectory(told);
    for (let at = 0; at < 30_000; at++) directory.siteOf(`x${at}.example`);
    expect(directory.sites.length).toBeLessThan(20_010);
    expect(directory.siteOf("x29999.example")).toBe(directory.siteOf("another.example"));
    expect(directory.siteOf("shop.example").account?.name).toBe("u1");
  });

  it("own the files below their root, the longest root first, and whole names only", () => {
    const directory = createDirectory(told);
    expect(directory.siteOfPath("/home/u1/shop/wp-content/x.php")?.domain).toBe("shop.example");
    expect(directory.siteOfPath("/home/u1/shop/blog/x.php")?.domain).toBe("blog.example");
    expect(directory.siteOfPath("/home/u1/shop2/x.php")).toBeNull();
  });
});

describe("the directory's accounts", () => {
  it("are found by server and uid, under their told name whatever the log calls them", () => {
    const directory = createDirectory(told);
    expect(directory.accountOf("sv1", 1001, "someone").name).toBe("u1");
    expect(directory.accountOf("sv2", 1001, "other")).not.toBe(directory.accountOf("sv1", 1001, "u1"));
  });

  it("are found on any server when the config names none", () => {
    const [first] = told;
    const directory = createDirectory([{ ...(first as ToldAccount), host: null }]);
    expect(directory.accountOf("sv9", 1001, "u1").told).toBe(true);
  });

  it("take the log's name where it is constant for a uid, else uid:N", () => {
    const directory = createDirectory([]);
    expect(directory.accountOf("sv1", 7, "anna").name).toBe("anna");
    expect(directory.accountOf("sv1", 7, "anna").name).toBe("anna");
    expect(directory.accountOf("sv1", 7, "bert").name).toBe("uid:7");
    expect(directory.accountOf("sv1", 7, "anna").name).toBe("uid:7");
    expect(directory.accountOf("sv1", 8, "").name).toBe("uid:8");
    expect(directory.accounts).toHaveLength(2);
  });

  it.each(["bounce@shop.example", "Two Words", "-rf", "x".repeat(40), "<b>"])(
    "do not take %j, which a customer chose, for a name",
    (loginName) => {
      expect(createDirectory([]).accountOf("sv1", 7, loginName).name).toBe("uid:7");
    },
  );

  it("are found by login name where a server logs no uid", () => {
    const directory = createDirectory(told);
    expect(directory.accountOfLogin("sv1", "u2").uid).toBe(1002);
    const made = directory.accountOfLogin("sv1", "nobody");
    expect(directory.accountOfLogin("sv1", "nobody")).toBe(made);
    expect(directory.accountOfLogin("sv2", "nobody")).not.toBe(made);
    expect(made.uid).toBeNull();
  });

  it("of one login name on two told servers are two accounts", () => {
    const twice = ["sv1", "sv2"].map(
      (host, at): ToldAccount => ({ name: "web", uid: 1001 + at, host, sites: [{ domain: `${host}.example`, aliases: [], root: null }] }),
    );
    const directory = createDirectory(twice);
    expect(directory.accountOfLogin("sv1", "web").uid).toBe(1001);
    expect(directory.accountOfLogin("sv2", "web").uid).toBe(1002);
  });

  it("own the mailboxes of their sites' domains", () => {
    const directory = createDirectory(told);
    expect(directory.accountOfMailbox("info@shop.example")?.name).toBe("u1");
    expect(directory.accountOfMailbox("info@store.example")?.name).toBe("u1");
    expect(directory.accountOfMailbox("info@unknown.example")).toBeNull();
    expect(directory.accountOfMailbox("info")).toBeNull();
  });
});

describe("owner votes", () => {
  it("conclude an owner from five ties of which four in five agree", () => {
    const directory = createDirectory([]);
    const site = directory.siteOf("new.example");
    const [anna, bert] = [directory.accountOf("sv1", 7, "anna"), directory.accountOf("sv1", 8, "bert")];
    const votes = createOwnerVotes(directory);
    votes.vote(site, bert);
    for (let at = 0; at < 3; at++) votes.vote(site, anna);
    expect(site.account).toBeNull();
    votes.vote(site, anna);
    expect(site.account).toBeNull();
    votes.vote(site, anna);
    expect(site.account).toBe(anna);
    expect(site.inferred).toBe(true);
    expect(anna.sites).toEqual([site]);
  });

  it("never overrule what was told", () => {
    const directory = createDirectory(told);
    const votes = createOwnerVotes(directory);
    for (let at = 0; at < 50; at++) votes.vote(directory.siteOf("shop.example"), directory.accountOf("sv1", 1002, "u2"));
    expect(directory.siteOf("shop.example").account?.name).toBe("u1");
  });

  it("come from message-ids under a site's domain, in any letters", () => {
    const directory = createDirectory([]);
    const site = directory.siteOf("new.example");
    const votes = createOwnerVotes(directory);
    const anna = directory.accountOf("sv1", 7, "anna");
    for (let at = 0; at < 5; at++) votes.voteByMessageId(`<${at}@New.Example>`, anna);
    votes.voteByMessageId("<x@never-seen.example>", anna);
    expect(site.account).toBe(anna);
    expect(directory.findSite("never-seen.example")).toBeNull();
  });

  it("are said to be conclusions also when the owner's account itself was told", () => {
    const directory = createDirectory(told);
    const site = directory.siteOf("new.example");
    const votes = createOwnerVotes(directory);
    for (let at = 0; at < 5; at++) votes.vote(site, directory.accountOf("sv1", 1001, "u1"));
    expect(site.account?.name).toBe("u1");
    expect(site.inferred).toBe(true);
  });
});
