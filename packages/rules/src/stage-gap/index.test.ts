import { ruleTester } from "@touchpoint/testing"
import { stageGap } from "./index.ts"

const at = (stage: string, id: string, rest: object = {}) => ({ id, stage, ...rest })
const everywhere = [at("before-purchase", "ad"), at("during-purchase", "shop"), at("after-purchase", "support")]
const stages = [
  { id: "learn", phase: "before" },
  { id: "compare", phase: "before" },
  { id: "buy", phase: "during" },
  { id: "use", phase: "after" },
]
const met = [at("learn", "ad"), at("compare", "review"), at("buy", "shop"), at("use", "support")]

ruleTester(stageGap, {
  quiet: [
    { name: "no inventory" },
    { name: "a touchpoint in each standard stage", inventory: { touchpoints: everywhere } },
    { name: "a touchpoint in each own stage", inventory: { stages, touchpoints: met } },
    {
      name: "status active is the same as none",
      inventory: { stages, touchpoints: met.map((touchpoint) => ({ ...touchpoint, status: "active" })) },
    },
    {
      name: "an ignored stage",
      inventory: { stages, touchpoints: met.slice(1) },
      options: { ignore: ["learn"] },
    },
    {
      name: "a phase all of whose empty stages are ignored",
      inventory: { stages, touchpoints: met.slice(2) },
      options: { ignore: ["learn", "compare"] },
    },
    {
      name: "a retired touchpoint beside an active one",
      inventory: { touchpoints: [...everywhere, at("before-purchase", "old", { status: "retired" })] },
    },
  ],
  loud: [
    {
      name: "one stage of a phase is empty",
      inventory: { stages, touchpoints: met.slice(1) },
      reports: [
        {
          messageId: "empty",
          subject: "learn",
          severity: "warning",
          certainty: "certain",
          action: "add",
          party: "brand",
          evidence: [],
          expectedEffect: null,
        },
      ],
    },
    {
      name: "planned and retired touchpoints do not count",
      inventory: {
        stages,
        touchpoints: [
          at("learn", "ad", { status: "planned" }),
          at("learn", "poster", { status: "planned" }),
          at("compare", "review", { status: "retired" }),
          at("buy", "shop"),
          at("use", "support"),
        ],
      },
      reports: [{ messageId: "empty-phase", subject: "before", severity: "critical", action: "add-in-phase" }],
    },
    {
      name: "a planned touchpoint in an empty stage",
      inventory: { stages, touchpoints: [at("learn", "ad", { status: "planned" }), ...met.slice(1)] },
      reports: [{ messageId: "empty", subject: "learn", severity: "warning" }],
    },
    {
      name: "an empty phase is one finding, not one for each stage",
      inventory: { stages, touchpoints: met.slice(2) },
      reports: [{ messageId: "empty-phase", subject: "before", severity: "critical", certainty: "certain" }],
    },
    {
      name: "ignoring one of two empty stages keeps the phase",
      inventory: { stages, touchpoints: met.slice(2) },
      options: { ignore: ["learn"] },
      reports: [{ messageId: "empty-phase", subject: "before" }],
    },
    {
      name: "no touchpoints at all",
      inventory: { touchpoints: [] },
      reports: ["before", "during", "after"].map((subject) => ({ messageId: "empty-phase", subject })),
    },
    {
      name: "a phase without stages",
      inventory: { stages: stages.slice(0, 3), touchpoints: met.slice(0, 3) },
      reports: [{ messageId: "no-stage", subject: "after", severity: "critical", action: "add-stage", party: "brand" }],
    },
  ],
})
