import { MemoryEngine } from "@touchpoint/core/engine"
import { engineSuite, oracleLayer } from "@touchpoint/testing"

engineSuite("oracle", oracleLayer)
engineSuite("memory", (facts, folds) => MemoryEngine.layer(facts, { folds }))
