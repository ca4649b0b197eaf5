#!/usr/bin/env node
// Node keeps what it compiles of the modules that follow, so that the command starts a quarter sooner from its second run
// on. What is imported statically would be compiled before that. NODE_DISABLE_COMPILE_CACHE=1 turns it off.
import { enableCompileCache } from "node:module"

enableCompileCache()
await import("./main.js")
