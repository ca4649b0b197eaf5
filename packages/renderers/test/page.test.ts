/// <reference lib="dom" />
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Report } from "@touchpoint/core/report"
import { html } from "@touchpoint/renderers"
import { Effect } from "effect"
import { type Browser, chromium, type Page } from "playwright"
import { crowdedReport, emptyReport, HOSTILE, reportWith, voiceOf } from "./fixture.ts"

const executablePath = process.env["TOUCHPOINT_CHROMIUM"] ?? "/usr/bin/chromium"
const usable = process.env["TOUCHPOINT_CI"] === "1" || existsSync(executablePath)
if (!usable) console.log(`pages skipped: no browser at ${executablePath} (set TOUCHPOINT_CHROMIUM to its path)`)

const reports = { overview: reportWith(HOSTILE), crowded: crowdedReport, empty: emptyReport }

interface View {
  readonly width: number
  readonly scheme: "light" | "dark"
  readonly media: "screen" | "print"
}

const views: ReadonlyArray<View> = [
  { width: 390, scheme: "light", media: "screen" },
  { width: 390, scheme: "dark", media: "screen" },
  { width: 820, scheme: "light", media: "screen" },
  { width: 1440, scheme: "light", media: "screen" },
  { width: 1440, scheme: "dark", media: "screen" },
  // The width of A4 between its margins.
  { width: 688, scheme: "dark", media: "print" },
]

/** Everything that looks wrong on a page, in words. Runs in the page. */
const faultsOf = (): ReadonlyArray<string> => {
  const faults: Array<string> = []
  const say = (fault: string, element: Element) =>
    faults.push(
      `${fault}: <${element.tagName} class="${element.getAttribute("class") ?? ""}"> ${element.textContent.slice(0, 60)}`,
    )
  const shown = (element: Element) =>
    element.checkVisibility({ contentVisibilityAuto: true }) && element.closest(".skip") === null
  const sheet = document.scrollingElement ?? document.body
  if (sheet.scrollWidth > window.innerWidth) faults.push(`the page is ${sheet.scrollWidth} wide`)
  const printing = matchMedia("print").matches

  for (const element of document.querySelectorAll("body *")) {
    if (element.closest("svg") !== null || !shown(element)) continue
    const own = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== "",
    )
    if (own && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
      say("text is cut or runs out", element)
    if (own && Number.parseFloat(getComputedStyle(element).fontSize) < (printing ? 8 : 11))
      say("text is too small", element)
    const { left, right } = element.getBoundingClientRect()
    const scrolls = !printing && element.closest(".table") !== null
    if (own && !scrolls && (left < 0 || right > window.innerWidth + 0.5)) say("text leaves the page", element)
  }
  if (printing)
    for (const table of document.querySelectorAll(".table"))
      if (table.scrollWidth > table.clientWidth + 1) say("a table is cut on paper", table)

  for (const lane of document.querySelectorAll(".lane")) {
    const boxes = [...lane.querySelectorAll(":scope > span")]
      .filter(shown)
      .map((span) => ({ span, box: span.getBoundingClientRect() }))
    for (const [i, { box, span }] of boxes.entries())
      for (const other of boxes.slice(i + 1))
        if (
          box.left < other.box.right &&
          other.box.left < box.right &&
          box.top < other.box.bottom &&
          other.box.top < box.bottom
        )
          say(`a label lies on "${other.span.textContent}"`, span)
  }

  for (const line of document.querySelectorAll(".whisker, .light, .line, .band, .dashed, .reference")) {
    if (!shown(line)) continue
    const picture = line.closest("svg[role=img]")?.getBoundingClientRect()
    const box = line.getBoundingClientRect()
    if (Math.max(box.width, box.height) <= 0) say("a mark has no size", line)
    if (picture === undefined || picture.width < 100 || picture.height < 20) say("a picture has no size", line)
    else if (
      box.left < picture.left - 3 ||
      box.right > picture.right + 3 ||
      box.top < picture.top - 3 ||
      box.bottom > picture.bottom + 3
    )
      say("a mark leaves its picture", line)
  }
  for (const details of document.querySelectorAll("details")) {
    const inner = details.querySelector("table, dl")
    if (printing && (inner === null || inner.getBoundingClientRect().height === 0))
      say("details stay closed on paper", details)
  }
  return faults
}

describe.skipIf(!usable)("pages in a browser", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "touchpoint-pages-"))
  const state: { browser?: Browser } = {}

  beforeAll(async () => {
    for (const [name, report] of Object.entries<Report>(reports))
      for (const locale of ["en", "ru", "pl"] as const)
        writeFileSync(
          path.join(folder, `${name}-${locale}.html`),
          await Effect.runPromise(html.render(report, voiceOf(report, locale))),
        )
    state.browser = await chromium.launch({
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    })
  })

  afterAll(async () => {
    await state.browser?.close()
    rmSync(folder, { recursive: true })
  })

  const open = async (file: string, view: View, look: (page: Page) => Promise<void>) => {
    if (state.browser === undefined) assert.fail("no browser")
    const context = await state.browser.newContext({
      viewport: { width: view.width, height: 900 },
      colorScheme: view.scheme,
      javaScriptEnabled: true,
    })
    const page = await context.newPage()
    const noise: Array<string> = []
    page.on("console", (message) => noise.push(message.text()))
    page.on("pageerror", (error) => noise.push(error.message))
    const url = pathToFileURL(path.join(folder, file)).href
    page.on("request", (request) => {
      if (request.url() !== url) noise.push(`asked for ${request.url()}`)
    })
    await page.emulateMedia({ media: view.media, colorScheme: view.scheme })
    await page.goto(url)
    await look(page)
    assert.deepEqual(noise, [])
    await context.close()
  }

  describe.each(views)("$width pixels, $scheme, $media", (view) => {
    it.each(["overview-en", "overview-ru", "overview-pl", "crowded-en", "crowded-ru", "empty-en"])(
      "%s shows everything and asks for nothing",
      { timeout: 60_000 },
      (name) =>
        open(`${name}.html`, view, async (page) => {
          assert.deepEqual(await page.evaluate(faultsOf), [])
          const dark = view.scheme === "dark" && view.media === "screen"
          const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
          assert.strictEqual(background, dark ? "rgb(20, 23, 26)" : "rgb(255, 255, 255)")
        }),
    )
  })

  it("opens every folded table by its summary", () =>
    open("overview-en.html", { width: 390, scheme: "light", media: "screen" }, async (page) => {
      await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)))
      assert.deepEqual(await page.evaluate(faultsOf), [])
      assert.isAbove(await page.locator("details[open]").count(), 5)
    }))
})
