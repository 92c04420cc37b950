#!/usr/bin/python3
# A desktop for tests on a D-Bus session: the tray that apps register at, and the notification daemon they tell.
# Commands come as JSON lines on stdin, each with an "id"; answers (with that id) and news (with "news") leave on stdout.
import json
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
NOTIFICATIONS = "org.freedesktop.Notifications"
PROPERTIES = "org.freedesktop.DBus.Properties"


def tell(**message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def plain(value):
    """D-Bus values as JSON; bytes become their number."""
    if value is None:
        return None
    if isinstance(value, dbus.Boolean):
        return bool(value)
    if isinstance(value, (dbus.ByteArray, bytes)):
        return {"bytes": len(value)}
    if isinstance(value, dbus.Array) and value.signature == "y":
        return {"bytes": len(value)}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return str(value)


class Tray(dbus.service.Object):
    """The StatusNotifierWatcher, with a host that shows what registers."""

    def __init__(self, bus):
        super().__init__()
        self.bus = bus
        self.item = None
        self.name = None

    def switch(self, on):
        if on and self.name is None:
            self.add_to_connection(self.bus, "/StatusNotifierWatcher")
            self.name = dbus.service.BusName(WATCHER, self.bus)
            self.StatusNotifierHostRegistered()
        elif not on and self.name is not None:
            self.remove_from_connection()
            self.bus.release_name(WATCHER)
            self.name = None
            self.item = None

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        service = str(service)
        self.item = (str(sender), service if service.startswith("/") else "/StatusNotifierItem")
        tell(news="tray-item")

    @dbus.service.method(WATCHER, in_signature="s")
    def RegisterStatusNotifierHost(self, _service):
        pass

    @dbus.service.signal(WATCHER)
    def StatusNotifierHostRegistered(self):
        pass

    def values(self):
        items = [] if self.item is None else ["".join(self.item)]
        return {
            "IsStatusNotifierHostRegistered": True,
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array(items, signature="s"),
        }

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, _interface, name):
        return self.values()[str(name)]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        return self.values()

    def call(self, path, interface, method, signature, args, done, failed):
        """Never waits for the answer: the app may be waiting for one of ours at the same time."""
        self.bus.call_async(
            self.item[0], path, interface, method, signature, args, lambda *values: done(*values), failed
        )

    def properties(self, done, failed):
        self.call(self.item[1], PROPERTIES, "GetAll", "s", (ITEM,), done, failed)

    def menu(self, method, signature, args, done, failed):
        self.properties(
            lambda values: self.call(str(values["Menu"]), MENU, method, signature, args, done, failed), failed
        )

    def read(self, done, failed):
        """What a person sees of the item; null where there is none."""

        def show(values):
            tooltip = plain(values.get("ToolTip"))
            done(
                {
                    "title": plain(values.get("Title")),
                    "tooltip": None if tooltip is None else tooltip[2] or tooltip[3],
                    "status": plain(values.get("Status")),
                    "iconName": plain(values.get("IconName")),
                    "iconPixmap": [[width, height] for width, height, _ in plain(values.get("IconPixmap")) or []],
                }
            )

        if self.item is None:
            done(None)
        else:
            # The app may go away, or come, between two looks.
            self.properties(show, lambda _error: done(None))

    def read_menu(self, done, failed):
        def node(entry):
            number, properties, children = entry
            return {
                "id": int(number),
                "label": str(properties.get("label", "")).replace("_", ""),
                "type": str(properties.get("type", "standard")),
                "enabled": bool(properties.get("enabled", True)),
                "visible": bool(properties.get("visible", True)),
                "checked": int(properties.get("toggle-state", -1)) == 1,
                "children": [node(child) for child in children],
            }

        arguments = (0, -1, dbus.Array([], signature="s"))
        self.menu("GetLayout", "iias", arguments, lambda _revision, layout: done(node(layout)["children"]), failed)

    def click(self, number, done, failed):
        self.menu("Event", "isvu", (number, "clicked", dbus.Int32(0), 0), done, failed)

    def activate(self, done, failed):
        self.call(self.item[1], ITEM, "Activate", "ii", (0, 0), done, failed)


class Notifications(dbus.service.Object):
    """The notification daemon: tells of each notification, and acts for the person who reads it."""

    def __init__(self, bus):
        super().__init__()
        self.bus = bus
        self.name = None
        self.last = 0

    def switch(self, on):
        if on and self.name is None:
            self.add_to_connection(self.bus, "/org/freedesktop/Notifications")
            self.name = dbus.service.BusName(NOTIFICATIONS, self.bus)
        elif not on and self.name is not None:
            self.remove_from_connection()
            self.bus.release_name(NOTIFICATIONS)
            self.name = None

    @dbus.service.method(NOTIFICATIONS, out_signature="as")
    def GetCapabilities(self):
        return ["body", "body-markup", "actions", "persistence"]

    @dbus.service.method(NOTIFICATIONS, out_signature="ssss")
    def GetServerInformation(self):
        return "Test desktop", "Marquee", "1.0", "1.2"

    @dbus.service.method(NOTIFICATIONS, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, _icon, title, body, actions, hints, timeout):
        number = int(replaces)
        if number == 0:
            self.last += 1
            number = self.last
        notice = {
            "number": number,
            "replaces": int(replaces),
            "app": str(app),
            "title": str(title),
            "body": str(body),
            "actions": [str(action) for action in actions[::2]],
            "hints": {key: value for key, value in plain(hints).items() if key != "image-data"},
            "timeout": int(timeout),
        }
        tell(news="notified", notice=notice)
        return dbus.UInt32(number)

    @dbus.service.method(NOTIFICATIONS, in_signature="u")
    def CloseNotification(self, number):
        tell(news="withdrawn", number=int(number))
        self.NotificationClosed(number, dbus.UInt32(3))

    @dbus.service.signal(NOTIFICATIONS, signature="us")
    def ActionInvoked(self, number, action):
        pass

    @dbus.service.signal(NOTIFICATIONS, signature="uu")
    def NotificationClosed(self, number, reason):
        pass

    def answer(self, number, action):
        """A click on a notification (`default`) or on one of its buttons, after which the daemon closes it."""
        self.ActionInvoked(dbus.UInt32(number), action)
        self.NotificationClosed(dbus.UInt32(number), dbus.UInt32(2))


DBusGMainLoop(set_as_default=True)
session = dbus.SessionBus()
tray = Tray(session)
notifications = Notifications(session)
loop = GLib.MainLoop()


def at_once(action):
    """A command that needs nobody's answer."""
    return lambda *values, done, failed: done(action(*values))


commands = {
    "tray": at_once(tray.switch),
    "notifications": at_once(notifications.switch),
    "owned": at_once(lambda name: bool(session.name_has_owner(name))),
    "answer": at_once(notifications.answer),
    "item": tray.read,
    "menu": tray.read_menu,
    "click": tray.click,
    "activate": tray.activate,
}


def hear_signal(*values, member=None, interface=None, **_):
    if interface in (MENU, ITEM):
        tell(news="signal", name=str(member), values=plain(values))


def hear_owner(name, _before, after):
    if after == "" and tray.item is not None and str(name) == tray.item[0]:
        tray.item = None
        tell(news="tray-item-gone")


for interface in (MENU, ITEM):
    session.add_signal_receiver(
        hear_signal, dbus_interface=interface, member_keyword="member", interface_keyword="interface"
    )
session.add_signal_receiver(hear_owner, "NameOwnerChanged", "org.freedesktop.DBus")


def hear_command(_source, _condition):
    line = sys.stdin.readline()
    if line == "":
        loop.quit()
        return False
    command = json.loads(line)

    def done(value=None):
        tell(id=command["id"], value=value)

    def failed(error):
        tell(id=command["id"], error=str(error))

    try:
        commands[command["do"]](*command.get("with", []), done=done, failed=failed)
    except Exception as error:  # The test that asked is told, and goes on or fails.
        failed(error)
    return True


GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, hear_command)
tell(news="ready")
loop.run()
