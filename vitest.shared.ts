import process from "node:process"
import { defineProject } from "vitest/config"

/** Inside the repository every package is read from its sources, so nothing has to be built before a test. */
export const sourceConditions = {
  resolve: { conditions: ["@touchpoint/source"] },
  ssr: { resolve: { conditions: ["@touchpoint/source", "module", "node", "import", "default"] } },
}

/** For a slow machine with other work to do: a test that hangs is found, one that waits for a core is not. */
export const patience = 60_000

/**
 * One vitest project per package. The zone of the machine must change no number: TOUCHPOINT_TZ tries another.
 * Tests live beside a catalogue item (`src`) or mirror a module (`test`).
 */
export const project = (name: string, include: ReadonlyArray<string> = ["{src,test}/**/*.test.ts"]) =>
  defineProject({
    ...sourceConditions,
    test: { name, include: [...include], env: { TZ: process.env["TOUCHPOINT_TZ"] ?? "UTC" }, testTimeout: patience },
  })
