import type { Client } from "@touchpoint/engine-clickhouse"

/** What a client was asked for. */
export interface Asked {
  readonly query: string
  readonly query_id?: string | undefined
  readonly query_params?: Readonly<Record<string, unknown>> | undefined
  readonly clickhouse_settings?: Readonly<Record<string, unknown>> | undefined
  readonly abort_signal?: AbortSignal | undefined
}

/** A client without a server: it answers as it is told, and remembers what it was asked. */
export const fakeClient = (answer: (asked: Asked, times: number) => Promise<ReadonlyArray<unknown>>) => {
  const asked: Array<Asked> = []
  const commands: Array<Asked> = []
  const client = {
    query: async (one: Asked) => {
      asked.push(one)
      const rows = await answer(one, asked.length)
      return {
        text: () => Promise.resolve(rows.map((row) => `${JSON.stringify(row)}\n`).join("")),
        close: () => undefined,
      }
    },
    command: (one: Asked) => {
      commands.push(one)
      return Promise.resolve({})
    },
  }
  return { client: client as unknown as Client, asked, commands }
}

/** An error as the client throws it. */
export const serverError = (code: string, message: string): Error => Object.assign(new Error(message), { code })
