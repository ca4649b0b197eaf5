// node-<os>-<cpu> packages declare os and cpu as strings, which pnpm ignores: make them arrays, so that each
// machine installs only its own Node into node_modules/.bin.
module.exports = {
  hooks: {
    readPackage(pkg) {
      if (/^node-(linux|win)-/.test(pkg.name)) {
        pkg.os = [].concat(pkg.os)
        pkg.cpu = [].concat(pkg.cpu)
      }
      return pkg
    },
  },
}
