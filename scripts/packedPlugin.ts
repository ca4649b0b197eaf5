// A plugin of somebody else's beside the packed touchpoint: both are installed into an empty project, by npm and by
// name, and the command runs. Reads the archives that scripts/pack.ts made.
//
// The registry is this process: it serves our archives, and of everybody else's packages the very versions the
// workspace has. Nothing is downloaded, and nothing comes from a newer release than the one that was tested.
import { execFile } from "node:child_process"
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { promisify } from "node:util"
import { layers } from "./layers.ts"
import { root } from "./tracked.ts"

const exec = promisify(execFile)
const windows = process.platform === "win32"
const packs = path.join(root, ".gates", "packs")

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, object>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** A version of a package, and how its archive is made. */
interface Release {
  readonly manifest: Manifest
  /** Folder of the installed package, or an archive that is there already. */
  readonly at: string
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest

/** Where a package finds another: in its own node_modules or in those of the folders above. */
const installed = (name: string, from: string): string | undefined => {
  const found = path.join(from, "node_modules", name)
  if (existsSync(path.join(found, "package.json"))) return realpathSync(found)
  const above = path.dirname(from)
  return above === from ? undefined : installed(name, above)
}

/** Everybody else's packages that ours lead to. A peer nobody installed is optional here: see .pnpmfile.cjs. */
const collect = (from: string, wanted: Iterable<string>, into: Map<string, Release>): void => {
  for (const name of wanted) {
    const at = installed(name, from)
    if (at === undefined || name === "touchpoint" || name.startsWith("@touchpoint/")) continue
    const manifest = manifestIn(at)
    const key = `${name}@${manifest.version}`
    if (into.has(key)) continue
    const peers = Object.keys(manifest.peerDependencies ?? {})
    const missing = peers.filter((peer) => installed(peer, at) === undefined)
    const meta = Object.fromEntries(missing.map((peer) => [peer, { optional: true }]))
    into.set(key, {
      manifest: { ...manifest, peerDependenciesMeta: { ...manifest.peerDependenciesMeta, ...meta } },
      at,
    })
    collect(at, [...Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }), ...peers], into)
  }
}

/** Ours, from their archives, and all that they need. */
const releases = async (): Promise<ReadonlyArray<Release>> => {
  const ours: Array<Release> = []
  for (const file of readdirSync(packs).filter((name) => name.endsWith(".tgz"))) {
    const at = path.join(packs, file)
    const { stdout } = await exec("tar", ["-xzOf", at, "package/package.json"])
    ours.push({ manifest: JSON.parse(stdout) as Manifest, at })
  }
  const others = new Map<string, Release>()
  for (const folder of Object.keys(layers)) {
    const at = path.join(root, "packages", folder)
    const { dependencies, peerDependencies } = manifestIn(at)
    collect(at, Object.keys({ ...dependencies, ...peerDependencies }), others)
  }
  return [...ours, ...others.values()]
}

/** The archive of a release; an installed package is packed when somebody asks for it. */
const archive = async ({ at, manifest }: Release, scratch: string): Promise<string> => {
  if (at.endsWith(".tgz")) return at
  const target = path.join(scratch, `${manifest.name.replaceAll("/", "+")}-${manifest.version}.tgz`)
  if (!existsSync(target))
    await exec("tar", ["-czf", target, "--exclude", "node_modules", "-C", path.dirname(at), path.basename(at)])
  return target
}

/** A registry of these releases. */
const serve = async (list: ReadonlyArray<Release>, scratch: string): Promise<Server> => {
  const server = createServer((request, response) => {
    const [name = "", file] = decodeURIComponent((request.url ?? "/").slice(1)).split("/-/")
    const versions = list.filter(({ manifest }) => manifest.name === name)
    const { port } = server.address() as AddressInfo
    if (versions.length === 0) {
      response.writeHead(404).end("{}")
    } else if (file === undefined) {
      const manifests = versions.map(({ manifest }) => ({
        ...manifest,
        dist: { tarball: `http://127.0.0.1:${port}/${name}/-/${manifest.version}.tgz` },
      }))
      const latest = manifests.at(-1)?.version
      const found = Object.fromEntries(manifests.map((manifest) => [manifest.version, manifest]))
      response.end(JSON.stringify({ name, "dist-tags": { latest }, versions: found }))
    } else {
      const release = versions.find(({ manifest }) => `${manifest.version}.tgz` === file)
      if (release === undefined) response.writeHead(404).end()
      else
        archive(release, scratch).then(
          (target) => createReadStream(target).pipe(response),
          (cause: unknown) => response.writeHead(500).end(String(cause)),
        )
    }
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return server
}

/** Folders of a package in a project, however deep: two would be two cores. */
const copies = (project: string, name: string): ReadonlyArray<string> =>
  readdirSync(project, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter(
      (file) => file === `node_modules/${name}/package.json` || file.endsWith(`/node_modules/${name}/package.json`),
    )

const inventory = `touchpoints:
  - { id: website, stage: during-purchase }
  - { id: help-centre, stage: after-purchase }
`
const config = `inventory: inventory.yaml
plugins: ["@acme/touchpoint-rules"]
`

interface Found {
  readonly rule: string
  readonly text?: string
}

/** What is wrong with a project in which both were installed. */
const complaintsOf = async (project: string): Promise<ReadonlyArray<string>> => {
  const command = path.join(project, "node_modules", ".bin", windows ? "touchpoint.cmd" : "touchpoint")
  const { stdout } = await exec(command, ["check", "--format", "json", "--fail-on", "never"], {
    cwd: project,
    shell: windows,
  })
  const found = JSON.parse(stdout) as ReadonlyArray<Found>
  const said = found.find(({ rule }) => rule === "acme/neighbour")?.text
  return [
    ...(said === "Acme met 2 touchpoints of one core." ? [] : [`the plugin's rule said ${JSON.stringify(said)}`]),
    ...(found.some(({ rule }) => rule === "stage-gap") ? [] : ["stage-gap found nothing beside it"]),
    ...["@touchpoint/core", "effect"].flatMap((name) => {
      const at = copies(project, name)
      return at.length === 1 ? [] : [`${at.length} copies of ${name}: ${at.join(", ")}`]
    }),
  ]
}

const scratch = mkdtempSync(path.join(tmpdir(), "touchpoint-plugin-"))
try {
  const acme = path.join(root, "scripts", "acme-touchpoint-rules")
  const server = await serve([...(await releases()), { manifest: manifestIn(acme), at: acme }], scratch)
  try {
    const project = path.join(scratch, "project")
    mkdirSync(project)
    writeFileSync(path.join(project, "package.json"), `{ "name": "shop", "private": true, "type": "module" }\n`)
    writeFileSync(path.join(project, "inventory.yaml"), inventory)
    writeFileSync(path.join(project, "touchpoint.config.yaml"), config)
    writeFileSync(path.join(scratch, "npmrc"), "")
    // Without optional ones: DuckDB brings 70 MB that no inventory needs.
    const flags = ["--omit=optional", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
    const places = [
      `--registry=http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      `--cache=${path.join(scratch, "cache")}`,
      `--userconfig=${path.join(scratch, "npmrc")}`,
    ]
    await exec("npm", ["install", "touchpoint", "@acme/touchpoint-rules", ...flags, ...places], {
      cwd: project,
      shell: windows,
    })
    const complaints = await complaintsOf(project)
    for (const said of complaints) console.error(said)
    if (complaints.length === 0)
      console.log("a packed plugin runs beside the packed touchpoint, on one core and effect")
    process.exitCode = complaints.length === 0 ? 0 : 1
  } finally {
    server.close()
    server.closeAllConnections()
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
