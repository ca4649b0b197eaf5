import { mergeConfig } from "vitest/config"
import { patience, project } from "../../vitest.shared.ts"

// A server that begins or ends in this process beside other work may take longer than the ten seconds a hook has.
export default mergeConfig(project("chdb"), { test: { hookTimeout: patience } })
