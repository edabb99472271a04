import { EventEmitter } from 'node:events';
import type { BaseWindow, KeyboardEvent, Menu, MenuItem, MenuItemConstructorOptions } from 'electron';

/** An item as a menu shows it: https://electronjs.org/docs/api/menu-item */
class StandInMenuItem implements Pick<MenuItem, 'id' | 'label' | 'type' | 'enabled' | 'visible' | 'checked'> {
  id: string;
  label: string;
  type: MenuItem['type'];
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly role?: NonNullable<MenuItemConstructorOptions['role']>;
  readonly submenu?: StandInMenu;
  readonly #click: MenuItemConstructorOptions['click'];

  constructor(options: MenuItemConstructorOptions) {
    const { submenu } = options;
    this.id = options.id ?? '';
    this.label = options.label ?? '';
    this.type = options.type ?? (submenu === undefined ? 'normal' : 'submenu');
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    if (options.role !== undefined) this.role = options.role;
    if (Array.isArray(submenu)) this.submenu = new StandInMenu(submenu);
    this.#click = options.click;
  }

  /** What the system calls when a person chooses the item. */
  click(event: KeyboardEvent = {}, window?: BaseWindow): void {
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.type === 'radio') this.checked = true;
    this.#click?.(this as unknown as MenuItem, window, event);
  }
}

/** A menu: https://electronjs.org/docs/api/menu */
export class StandInMenu extends EventEmitter {
  static #application: Menu | null = null;

  static buildFromTemplate(template: Parameters<typeof Menu.buildFromTemplate>[0]): Menu {
    return new StandInMenu(template as MenuItemConstructorOptions[]) as unknown as Menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    StandInMenu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return StandInMenu.#application;
  }

  readonly items: readonly StandInMenuItem[];

  constructor(template: readonly MenuItemConstructorOptions[] = []) {
    super();
    this.items = template.map((options) => new StandInMenuItem(options));
  }
}

StandInMenu satisfies Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu' | 'getApplicationMenu'>;
