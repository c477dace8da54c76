// The only module that knows the component library. The page is complete without it (see controls.ts): this bundle is
// loaded after the first picture and replaces the plain fields, buttons and checkboxes.
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox, vsCodeTextField } from '@vscode/webview-ui-toolkit';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeTextField());
