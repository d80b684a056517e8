/** Import direction of Aplec: docs/architecture.md. Each rule's name says what it keeps true. */
const forbid = (name, from, to) => ({ name, severity: 'error', from, to })
const shared = (...rooms) => `^src-shared/(${rooms.join('|')})/`

module.exports = {
  forbidden: [
    forbid('no-runtime-cycles', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),

    // Inside src-shared, imports point down this list.
    forbid(
      'shared-is-the-floor',
      { path: '^src-shared/' },
      { path: '^src-(main|renderer|relay|node|cli)/|^(scripts|test)/' },
    ),
    forbid('base-knows-no-room', { path: shared('base') }, { path: '^src-', pathNot: shared('base') }),
    forbid(
      'plan-journal-protocol-presence-know-base',
      { path: shared('plan', 'journal', 'protocol', 'presence') },
      { path: '^src-', pathNot: '^src-shared/(base|$1)/' },
    ),
    forbid(
      'import-and-print-know-plan',
      { path: shared('import', 'print') },
      { path: '^src-', pathNot: '^src-shared/(base|plan|$1)/' },
    ),
    forbid(
      'files-know-the-disk-port',
      { path: shared('files') },
      { path: '^src-', pathNot: shared('base', 'journal', 'files') },
    ),
    forbid(
      'roster-knows-journal',
      { path: shared('roster') },
      { path: '^src-', pathNot: shared('base', 'journal', 'roster') },
    ),
    forbid(
      'gate-knows-roster-and-plan',
      { path: shared('gate') },
      { path: '^src-', pathNot: shared('base', 'journal', 'roster', 'plan', 'gate') },
    ),
    forbid(
      'sync-knows-protocol-and-roster',
      { path: shared('sync') },
      { path: '^src-', pathNot: shared('base', 'journal', 'protocol', 'roster', 'sync') },
    ),
    forbid('core-knows-no-channel', { path: shared('core') }, { path: shared('ipc') }),
    forbid(
      'channels-know-core-contract',
      { path: shared('ipc') },
      { path: '^src-', pathNot: shared('base', 'core', 'plan', 'import', 'presence', 'ipc') },
    ),
    forbid('shared-runs-everywhere', { path: '^src-shared/' }, { dependencyTypes: ['core'], path: '.' }),

    // Processes meet only in src-shared; the Node adapters serve the relay, the command line and the shell.
    forbid('node-adapters-know-shared', { path: '^src-node/' }, { path: '^src-', pathNot: '^src-(node|shared)/' }),
    forbid(
      'relay-knows-node-adapters',
      { path: '^src-relay/' },
      { path: '^src-', pathNot: '^src-(relay|node|shared)/' },
    ),
    forbid(
      'cli-knows-relay-and-node',
      { path: '^src-cli/' },
      { path: '^src-', pathNot: '^src-(cli|relay|node|shared)/' },
    ),
    forbid(
      'main-knows-relay-and-node',
      { path: '^src-main/' },
      { path: '^src-', pathNot: '^src-(main|relay|node|shared)/' },
    ),
    forbid(
      'window-knows-shared-only',
      { path: '^src-renderer/' },
      { path: '^src-', pathNot: '^src-(renderer|shared)/' },
    ),
    forbid('window-has-no-node', { path: '^src-renderer/' }, { dependencyTypes: ['core'], path: '.' }),

    // Inside a process.
    forbid(
      'rooms-are-pure',
      { path: '^src-relay/rooms/' },
      { path: '^src-', pathNot: '^src-relay/(rooms/|limits[.]ts)|^src-shared/' },
    ),
    forbid('rooms-touch-no-system', { path: '^src-relay/rooms/' }, { dependencyTypes: ['core'], path: '.' }),
    forbid('data-serves-features', { path: '^src-renderer/data/' }, { path: '^src-renderer/(features|ui)/' }),
    forbid(
      'ui-is-data-free',
      { path: '^src-renderer/ui/' },
      {
        path: '^src-(renderer/(data|features)|shared/(sync|ipc|protocol|core|journal))/',
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'features-meet-at-their-door',
      { path: '^src-renderer/features/([^/]+)/' },
      { path: '^src-renderer/features/', pathNot: '^src-renderer/features/($1/|[^/]+/index[.]tsx?$)' },
    ),
    forbid(
      'electron-only-in-main',
      { pathNot: '^(src-main|test/e2e)/' },
      { path: '^electron$|node_modules/electron/' },
    ),
    forbid('production-never-imports-tests', { path: '^src-' }, { path: '^test/' }),
  ],
  options: {
    exclude: { path: '[.]tsbuild/' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
}
