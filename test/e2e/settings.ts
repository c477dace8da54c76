/** The user's settings in tests: nothing that starts, asks or moves by itself. */
export const SETTINGS: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  // The tree must not move under a click.
  'explorer.autoReveal': false,
  'explorer.compactFolders': false,
  // On the web VS Code saves by itself after a second.
  'files.autoSave': 'off',
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.untrustedFiles': 'open',
  'telemetry.telemetryLevel': 'off',
  // The tooltip of a row lies over the rows beside it, and stays as long as the mouse does.
  'workbench.hover.delay': 1_000_000,
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};
