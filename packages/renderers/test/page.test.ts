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
import { shopReport, stagesOf, threeStages } from "./shopFixture.ts"

const executablePath = process.env["TOUCHPOINT_CHROMIUM"] ?? "/usr/bin/chromium"
const usable = process.env["TOUCHPOINT_CI"] === "1" || existsSync(executablePath)
if (!usable) console.log(`pages skipped: no browser at ${executablePath} (set TOUCHPOINT_CHROMIUM to its path)`)

/** Markup, marks of direction, no place to break, stacked accents, no width at all: ten thousand characters each. */
const ENDLESS = [HOSTILE, "w", "\u202Eй", "\u200B", "e\u0301\u0323", "𝒳", "<b>"].map((text) =>
  text.repeat(Math.ceil(10_000 / text.length)),
)

const reports = {
  overview: reportWith(HOSTILE),
  crowded: crowdedReport,
  empty: emptyReport,
  shop: shopReport(),
  three: threeStages,
  eight: stagesOf(8),
  twelve: stagesOf(12),
  ...Object.fromEntries(ENDLESS.map((text, i) => [`endless${String(i)}`, shopReport(text, text)])),
}

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
  // Text against the nearest background that is painted.
  const channels = (colour: string) => (/^rgba?\(([^)]*)\)$/.exec(colour)?.[1] ?? "").split(",").map(Number)
  const luminance = ([r = 0, g = 0, b = 0]: ReadonlyArray<number>) => {
    const [x = 0, y = 0, z = 0] = [r, g, b]
      .map((c) => c / 255)
      .map((c) => (c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const behind = (element: Element | null): ReadonlyArray<number> => {
    if (element === null) return [255, 255, 255]
    const painted = channels(getComputedStyle(element).backgroundColor)
    return (painted[3] ?? 1) === 0 ? behind(element.parentElement) : painted
  }
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== "",
    )
    if (!own || element.closest("svg") !== null || !shown(element)) continue
    const [a, b] = [luminance(channels(getComputedStyle(element).color)), luminance(behind(element))]
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (ratio < 4.5) say(`text has a contrast of ${ratio.toFixed(2)}`, element)
  }

  // Headings go down one level at a time, and there is one of the first.
  const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map(({ tagName }) => Number(tagName[1]))
  if (levels.filter((level) => level === 1).length !== 1) faults.push("there is not one h1")
  for (const [i, level] of levels.entries())
    if (level > (levels[i - 1] ?? 0) + 1) faults.push(`an h${String(level)} follows an h${String(levels[i - 1] ?? 0)}`)

  for (const picture of document.querySelectorAll("svg")) {
    if (picture.parentElement?.closest("svg") !== null || picture.closest("[aria-hidden=true]") !== null) continue
    const text = (picture.getAttribute("aria-labelledby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "")
    if (picture.getAttribute("role") !== "img" || text.length === 0 || text.some((part) => part.trim() === ""))
      say("a picture says nothing to those who do not see it", picture)
  }
  for (const link of document.querySelectorAll("a")) {
    const target = document.getElementById((link.getAttribute("href") ?? "").slice(1))
    if (target === null) say("a link leads nowhere", link)
    if ((link.getAttribute("aria-label") ?? link.textContent).trim() === "") say("a link has no name", link)
    const { height, width } = link.getBoundingClientRect()
    if (!printing && link.matches(".flag") && shown(link) && Math.min(height, width) < 24)
      say("a link is too small to touch", link)
  }
  for (const chip of document.querySelectorAll(".tp, .card, .gap, .cell")) {
    const { left, right } = chip.getBoundingClientRect()
    if (shown(chip) && (left < 0 || right > window.innerWidth + 0.5)) say("a box leaves the page", chip)
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
    const picture = line.closest("svg[role=img], .mini > svg, .strip > svg")?.getBoundingClientRect()
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
    const inner = details.querySelector("table, dl, ol")
    if (printing && (inner === null || inner.getBoundingClientRect().height === 0))
      say("details stay closed on paper", details)
  }
  return faults
}

/** The pages looked at in every view. */
const NAMES = [
  ...["overview", "shop"].flatMap((name) => ["en", "ru", "pl"].map((locale) => `${name}-${locale}`)),
  "crowded-en",
  "crowded-ru",
  "three-ru",
  "empty-en",
]

const EXTREMES = ["eight-ru", "twelve-pl", ...ENDLESS.map((_, i) => `endless${String(i)}-en`)]

describe.skipIf(!usable)("pages in a browser", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "touchpoint-pages-"))
  const state: { browser?: Browser } = {}

  beforeAll(async () => {
    for (const [name, report] of Object.entries<Report>(reports))
      for (const locale of name.startsWith("endless") ? (["en"] as const) : (["en", "ru", "pl"] as const))
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
    it.each([
      ...NAMES,
      // Names without end and many stages matter where there is least room and where there is most.
      ...(view.scheme === "light" && view.width !== 820 ? EXTREMES : []),
    ])("%s shows everything and asks for nothing", { timeout: 60_000 }, (name) =>
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

describe("weight", () => {
  it("of a whole shop stays far below what a slow line bears", async () => {
    for (const locale of ["en", "ru", "pl"] as const) {
      const bytes = await Effect.runPromise(html.render(shopReport(), voiceOf(shopReport(), locale)))
      assert.isBelow(bytes.length, 250_000)
    }
  })
})
