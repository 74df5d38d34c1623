/* The import table of ARCHITECTURE.md, enforced. `core/...-store` no longer appears: stores are tables (core/store). */
const shelf = "^core/(kernel|model|protocol|plugin-api)/";
const deny = (name, from, to) => ({ name, severity: "error", from, to });
module.exports = {
  forbidden: [
    deny("no-circular", {}, { circular: true }),
    deny(
      "kernel-depends-on-nothing",
      { path: "^core/kernel/" },
      { pathNot: "^core/kernel/|node_modules/ajv", dependencyTypesNot: ["core"] },
    ),
    deny("model-uses-kernel-only", { path: "^core/model/" }, { pathNot: "^core/(kernel|model)/" }),
    deny(
      "plugin-api-uses-model",
      { path: "^core/plugin-api/" },
      { pathNot: "^core/(kernel|model|plugin-api)/|node_modules/ajv", dependencyTypesNot: ["core"] },
    ),
    deny("protocol-uses-shelf", { path: "^core/protocol/" }, { pathNot: `${shelf}|node_modules/ajv` }),
    deny("store-port-is-data", { path: "^core/store/" }, { pathNot: `${shelf}|^core/store/` }),
    deny(
      "core-knows-no-outside",
      { path: "^core/" },
      { path: "^(bot|nlp|agent|web|plugins)/|node_modules/(express|socket\\.io|@slack|compromise)" },
    ),
    deny(
      "only-storage-touches-databases",
      { pathNot: "^(core/storage|tests|bench)/" },
      { path: "node_modules/(typeorm|better-sqlite3|pg)(/|$)" },
    ),
    deny(
      "only-compose-touches-storage",
      { pathNot: "^(core/storage/|web/compose|web/cli/|tests/|bench/)" },
      { path: "^core/storage/" },
    ),
    deny(
      "nlp-is-pure",
      { path: "^nlp/" },
      // node:module loads compromise when it is first needed.
      { pathNot: "^(nlp/|core/(kernel|model|plugin-api)/)|node_modules/compromise|^(node:)?module$" },
    ),
    deny(
      "conversation-knows-no-transport",
      { path: "^bot/conversation/" },
      { path: "^(bot/adapters|web|agent|plugins)/|node_modules/(@slack|socket\\.io|express)" },
    ),
    deny(
      "adapters-are-thin",
      { path: "^bot/adapters/([^/]+)/" },
      { path: "^(nlp|agent|web|plugins)/|^core/(?!kernel/|model/)|^bot/adapters/(?!$1/)" },
    ),
    deny("web-does-not-chat", { path: "^web/", pathNot: "^web/(compose|cli/)" }, { path: "^(bot|nlp|agent|plugins)/" }),
    deny(
      "browser-uses-contract-only",
      { path: "^web/client/" },
      { pathNot: "^web/(client|contract)/|^core/(model|kernel)/|node_modules" },
    ),
    deny(
      "agent-stays-light",
      { path: "^agent/" },
      { pathNot: `^agent/|${shelf}|node_modules/(socket\\.io-client|ajv|pino)`, dependencyTypesNot: ["core"] },
    ),
    deny(
      "plugins-use-the-contract",
      { path: "^plugins/" },
      { pathNot: "^plugins/|^core/(plugin-api|model|kernel)/", dependencyTypesNot: ["core"] },
    ),
    deny("plugins-do-not-know-each-other", { path: "^plugins/([^/]+)/" }, { path: "^plugins/(?!$1/)" }),
    deny("no-tests-in-product", { pathNot: "^tests/" }, { path: "^tests/" }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|data)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
