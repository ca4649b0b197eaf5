// A module that answers nobody, and stays until it is told to go.
import { parentPort } from "node:worker_threads"

parentPort?.once("message", () => process.exit(0))
