"""Android's `ActivityManager`: processes, activities on the screen, and the ways in which an app is ended."""

from collections.abc import Callable
from enum import StrEnum

import msgspec

from simulator.device.android.intent import (
    FLAG_ACTIVITY_CLEAR_TOP,
    FLAG_ACTIVITY_NEW_TASK,
    FLAG_ACTIVITY_SINGLE_TOP,
    Intent,
)
from simulator.device.android.notification_manager import NotificationManager
from simulator.device.android.package_manager import FIRST_APPLICATION_UID, UIDS_PER_USER, PackageManager
from simulator.device.android.permission_manager import PermissionManager
from simulator.device.android.settings import Settings
from simulator.device.app.manifest import Component, LaunchMode
from simulator.kernel.source import Fact, Source

NEW_INTENT_LEAVES_OLD = Fact(
    "android.new_intent_leaves_old",
    value=True,
    source=Source("Android API reference", "Activity.onNewIntent", ("C33",)),
)
"""A new instance has the intent it was started with. One that is there gets `onNewIntent`, and `getIntent()` goes on
returning the old one."""

_IN_OWN_TASK = frozenset({LaunchMode.SINGLE_INSTANCE, LaunchMode.SINGLE_INSTANCE_PER_TASK})
"""An activity of such a mode is alone in a task of its own: opening it ends none of the app's others."""
_REUSED = frozenset({LaunchMode.SINGLE_TASK, LaunchMode.SINGLE_INSTANCE, LaunchMode.SINGLE_INSTANCE_PER_TASK})


class ProcessState(StrEnum):
    """How an app's main process is."""

    DEAD = "dead"
    FOREGROUND = "foreground"
    BACKGROUND = "background"


class KillCause(StrEnum):
    """Who ends an app, and how."""

    SWIPE = "swipe"
    SYSTEM = "system"
    FORCE_STOP = "force_stop"
    CRASH = "crash"
    AM_KILL = "am_kill"
    ROM = "rom"
    CLEAR_DATA = "clear_data"
    UPDATE = "update"
    UNINSTALL = "uninstall"
    USER_STOPPED = "user_stopped"
    REBOOT = "reboot"


# Assumed: the texts and figures, as AOSP 11 writes them; makers' systems word some otherwise.
_FORCE_STOP = "Force stopping {package} appid={appid} user={user}: {why}"
_KILLING = "Killing {pid}:{package}/u{user}a{app} (adj {adj}): {why}"
_DIED = "Process {package} (pid {pid}) has died"
_KILL_LINES = {
    KillCause.SWIPE: ((_KILLING, "remove task"),),
    KillCause.SYSTEM: ((_DIED, ""),),
    KillCause.FORCE_STOP: ((_FORCE_STOP, "from pid 1200"), (_KILLING, "stop {package}")),
    KillCause.CRASH: ((_DIED, ""),),
    KillCause.AM_KILL: ((_KILLING, "kill background"),),
    KillCause.ROM: ((_KILLING, "clean"),),
    KillCause.CLEAR_DATA: ((_FORCE_STOP, "clear data"), (_KILLING, "stop {package}: clear data")),
    KillCause.UPDATE: ((_FORCE_STOP, "installPackageLI"), (_KILLING, "stop {package}: installPackageLI")),
    KillCause.UNINSTALL: ((_FORCE_STOP, "pkg removed"), (_KILLING, "stop {package}: pkg removed")),
    KillCause.USER_STOPPED: ((_KILLING, "stop user {user}"),),
}
"""What `ActivityManager` writes to the logcat, by how the process ended; nobody sees what it writes at a restart."""
_ADJ = {ProcessState.FOREGROUND: 0, ProcessState.BACKGROUND: 905}
_FIRST_PID = 4_000


class Activity:
    """One instance of an activity.

    Attributes:
        component: As declared.
        intent: What `getIntent()` returns: what it was created with, unless the app sets another.
    """

    __slots__ = ("component", "intent")

    def __init__(self, component: Component, intent: Intent) -> None:
        """Create it with *intent*."""
        self.component = component
        self.intent = intent

    def set_intent(self, intent: Intent) -> None:
        """Make `getIntent()` return *intent* from now on, as careful apps do in `onNewIntent`."""
        self.intent = intent


class Started(msgspec.Struct, frozen=True):
    """What starting an activity came to.

    Attributes:
        is_new_instance: It was created; otherwise it was there and came to the front.
        activity: What is in front now.
        current_intent: What its `getIntent()` returns.
        new_intent: What its `onNewIntent` got; `None` when that was not called.
    """

    is_new_instance: bool
    activity: Activity
    current_intent: Intent
    new_intent: Intent | None


class _Task:
    """An app's activities, the one in front last, and what began them."""

    __slots__ = ("activities", "component", "intent")

    def __init__(self, component: Component, intent: Intent) -> None:
        self.component = component
        self.intent = intent
        self.activities: list[Activity] = []


class _Process:
    """An app's process and its tasks, by the affinity that a launch mode gives them."""

    __slots__ = ("pid", "state", "tasks")

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.state = ProcessState.BACKGROUND
        self.tasks: dict[str, _Task] = {}


class ActivityManager:
    """Processes and activities of one phone. Each app has one process that counts.

    Differs: other processes of an app, such as Xiaomi's `:pushservice`, are not kept apart here.
    """

    __slots__ = (
        "_callbacks",
        "_notifications",
        "_packages",
        "_permissions",
        "_processes",
        "_settings",
        "_started",
    )

    def __init__(
        self,
        settings: Settings,
        packages: PackageManager,
        permissions: PermissionManager,
        notifications: NotificationManager,
    ) -> None:
        """Begin with nothing running."""
        self._settings = settings
        self._packages = packages
        self._permissions = permissions
        self._notifications = notifications
        self._processes: dict[str, _Process] = {}
        self._started = 0
        self._callbacks: tuple[Callable[[KillCause | None], None], ...] = ()

    def register_process_callback(self, callback: Callable[[KillCause | None], None]) -> None:
        """Tell *callback* of each later change of a process, with what ended it; `None` where it lives."""
        self._callbacks = (*self._callbacks, callback)

    # -- processes --------------------------------------------------------------------------------------------------

    def state(self, package: str) -> ProcessState:
        """Return how the app's process is."""
        process = self._processes.get(package)
        return ProcessState.DEAD if process is None else process.state

    def is_running(self, package: str) -> bool:
        """Return whether the app has a process."""
        return package in self._processes

    @property
    def foreground_package(self) -> str | None:
        """The app in front, if any."""
        for package, process in self._processes.items():
            if process.state is ProcessState.FOREGROUND:
                return package
        return None

    def start_process(self, package: str) -> bool:
        """Give the app a process in the background; return false when it has one already."""
        if package in self._processes:
            return False
        self._set_state(package, ProcessState.BACKGROUND)
        return True

    def to_background(self, package: str) -> bool:
        """Take the app off the screen (home key); return false when it was not in front."""
        if self.state(package) is not ProcessState.FOREGROUND:
            return False
        self._set_state(package, ProcessState.BACKGROUND)
        return True

    def kill(self, package: str, by: KillCause) -> bool:
        """End the app's process and its activities; return false when it had no process.

        Its notifications stay, unless it is force-stopped: see `force_stop`.
        """
        if by is KillCause.FORCE_STOP:
            return self.force_stop(package)
        return self._end(package, by)

    def force_stop(self, package: str) -> bool:
        """End the app as *Force stop* in the settings does: stopped state, notifications removed.

        Returns:
            Whether it had a process.

        Source:
            Android NotificationManagerService, ACTION_PACKAGE_RESTARTED; Android 3.1 launch controls; grade: observed.
        """
        return self._force_stop(package, KillCause.FORCE_STOP)

    def _force_stop(self, package: str, by: KillCause) -> bool:
        was_running = self._end(package, by)
        self._packages.set_stopped(package, stopped=True)
        self._notifications.cancel_all(package, "package_changed")
        return was_running

    def clear_application_user_data(self, package: str) -> None:
        """End the app and reset what Android keeps for it: channels, switch, permission, stopped state."""
        self._force_stop(package, KillCause.CLEAR_DATA)
        self._notifications.forget(package)
        self._permissions.forget(package)

    def uninstall(self, package: str) -> None:
        """End the app and remove all that Android keeps for it."""
        self._end(package, KillCause.UNINSTALL)
        self._notifications.forget(package)
        self._permissions.forget(package)
        self._packages.uninstall(package)

    def reboot(self) -> None:
        """End all apps and lose all notifications; stopped apps stay stopped."""
        for package in tuple(self._processes):
            self._end(package, KillCause.REBOOT)
        self._notifications.clear()

    def _end(self, package: str, by: KillCause) -> bool:
        # Differs: Android can bring back the activities of an app that it killed itself; here they are gone.
        self._permissions.process_ended(package)
        process = self._processes.get(package)
        if process is None:
            return False
        # Not taken out: an emptied dict keeps its table, and there may be 100,000 phones whose one app has ended.
        self._processes = {other: lives for other, lives in self._processes.items() if other != package}
        for line, why in _KILL_LINES.get(by, ()):
            self._settings.log("I", "ActivityManager", self._kill_line(line, why, package, process))
        self._settings.changed("process", package=package, state=ProcessState.DEAD, by=by)
        self._tell(by)
        return True

    def _kill_line(self, line: str, why: str, package: str, process: _Process) -> str:
        appid, user = self._packages.uid(package) % UIDS_PER_USER.value, self._settings.user_id
        values = {"package": package, "pid": process.pid, "appid": appid, "user": user, "adj": _ADJ[process.state]}
        return line.format(app=appid - FIRST_APPLICATION_UID.value, why=why.format(**values), **values)

    def remove_task(self, package: str) -> None:
        """Remove the app's activities and keep its process."""
        process = self._processes.get(package)
        if process is not None:
            process.tasks.clear()

    def bring_to_front(self, package: str) -> None:
        """Show the app as it was left, if it lives."""
        process = self._processes.get(package)
        if process is not None and process.tasks:
            self._bring_to_front(package)

    def _set_state(self, package: str, state: ProcessState) -> None:
        process = self._processes.get(package)
        if process is None:
            self._started += 1
            process = self._processes[package] = _Process(_FIRST_PID + self._started)
        process.state = state
        self._settings.changed("process", package=package, state=state)
        self._tell(None)

    def _tell(self, by: KillCause | None) -> None:
        go_back = self._settings.trace.branch()
        for callback in self._callbacks:
            callback(by)
            go_back()

    # -- activities -------------------------------------------------------------------------------------------------

    def start_activity(self, package: str, component: Component, intent: Intent) -> Started:
        """Bring an activity of the app to the front, with a process if it has none, and out of the stopped state.

        Args:
            package: Application id.
            component: What `resolve_activity` found; launch mode and the flags of *intent* decide which instance.
            intent: What it is started with.

        Source:
            Android developer guide, tasks and the back stack (C33); grade: documented.
        """
        self._packages.set_stopped(package, stopped=False)
        self._bring_to_front(package)
        tasks = self._processes[package].tasks
        own = component.name if component.launch_mode in _IN_OWN_TASK else ""
        task = tasks.get(own)
        if task is None:
            task = tasks[own] = _Task(component, intent)
        started = _start(task, component, intent)
        self._settings.changed(
            "activity",
            NEW_INTENT_LEAVES_OLD.name,
            package=package,
            activity=started.activity.component.name,
            how=_how(started),
        )
        self._permissions.activity_started(package)
        return started

    def _bring_to_front(self, package: str) -> None:
        if self.state(package) is ProcessState.FOREGROUND:
            return
        in_front = self.foreground_package
        if in_front is not None:
            self.to_background(in_front)
        self._set_state(package, ProcessState.FOREGROUND)


def _start(task: _Task, component: Component, intent: Intent) -> Started:
    activities = task.activities
    if _only_brings_to_front(task, component, intent):
        top = activities[-1]
        return Started(is_new_instance=False, activity=top, current_intent=top.intent, new_intent=None)
    place = _reused(activities, component, intent)
    if place is None:
        return _create(activities, component, intent)
    del activities[place + 1 :]
    if _is_made_anew(component, intent):
        activities.pop()
        return _create(activities, component, intent)
    activity = activities[place]
    return Started(is_new_instance=False, activity=activity, current_intent=activity.intent, new_intent=intent)


def _create(activities: list[Activity], component: Component, intent: Intent) -> Started:
    activity = Activity(component, intent)
    activities.append(activity)
    return Started(is_new_instance=True, activity=activity, current_intent=intent, new_intent=None)


def _only_brings_to_front(task: _Task, component: Component, intent: Intent) -> bool:
    """Return whether the task comes to the front as it was: started again by what began it, as launchers do."""
    return (
        bool(task.activities)
        and bool(intent.flags & FLAG_ACTIVITY_NEW_TASK)
        and not intent.flags & FLAG_ACTIVITY_CLEAR_TOP
        and component.launch_mode not in _REUSED
        and task.component.name == component.name
        and task.intent.is_same_filter(intent)
        and _reused(task.activities, component, intent) is None
    )


def _reused(activities: list[Activity], component: Component, intent: Intent) -> int | None:
    """Return the place of the instance that takes *intent*, `None` for a new one."""
    places = [place for place, activity in enumerate(activities) if activity.component.name == component.name]
    if not places:
        return None
    if component.launch_mode in _REUSED or intent.flags & FLAG_ACTIVITY_CLEAR_TOP:
        return places[-1]
    is_single_top = component.launch_mode is LaunchMode.SINGLE_TOP or intent.flags & FLAG_ACTIVITY_SINGLE_TOP
    return places[-1] if is_single_top and places[-1] == len(activities) - 1 else None


def _is_made_anew(component: Component, intent: Intent) -> bool:
    """Return whether `CLEAR_TOP` ends the old instance too: it does in launch mode standard, without `SINGLE_TOP`."""
    return component.launch_mode is LaunchMode.STANDARD and not intent.flags & FLAG_ACTIVITY_SINGLE_TOP


def _how(started: Started) -> str:
    if started.is_new_instance:
        return "created"
    return "brought_to_front" if started.new_intent is None else "new_intent"
