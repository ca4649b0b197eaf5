module.exports = {
  hooks: {
    readPackage(pkg) {
      // node-<os>-<cpu> packages declare os and cpu as strings, which pnpm ignores: make them arrays, so that each
      // machine installs only its own Node into node_modules/.bin.
      if (/^node-(linux|win)-/.test(pkg.name)) {
        pkg.os = [].concat(pkg.os)
        pkg.cpu = [].concat(pkg.cpu)
      }
      // Only its Redis modules need redis, and nothing here imports them.
      if (pkg.name === "@effect/platform-node") pkg.peerDependenciesMeta = { redis: { optional: true } }
      return pkg
    },
  },
}
