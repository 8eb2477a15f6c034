"""The customer's app as it is installed on one phone."""

from typing import TYPE_CHECKING

from simulator.device.android.activity_manager import KillCause, ProcessState
from simulator.device.app.app_build import AppBuild
from simulator.device.app.manifest import Manifest
from simulator.device.app.process import AppProcess
from simulator.device.app.variant import AppVariant

if TYPE_CHECKING:
    from simulator.device.device import Device


class Application:
    """The app installed on one phone.

    Attributes:
        storage: Preferences; they outlive the process and go with the app's data.
        process: The running one, if any.
        starts: How often it has been started since it was installed.
    """

    def __init__(self, device: "Device", build: AppBuild) -> None:
        """Install *build* on *device*."""
        self.device = device
        self.build = build
        self.variant: AppVariant = build.variant
        self.storage: dict[str, str] = {}
        self.process: AppProcess | None = None
        self.starts = 0

    @property
    def package(self) -> str:
        """Application id."""
        return self.build.package

    @property
    def manifest(self) -> Manifest:
        """As merged."""
        return self.build.manifest

    @property
    def is_running(self) -> bool:
        """Whether it has a process."""
        return self.process is not None

    @property
    def state(self) -> ProcessState:
        """Foreground, background or dead."""
        return self.device.activities.state(self.package)

    def certificate_id(self, vendor: str) -> int:
        """Return the certificate ID that the app's constants have for *vendor*; 0 when they have none."""
        return self.build.certificate_ids.get(vendor, 0)

    def start(self) -> "AppProcess":
        """Start the process, unless it runs, and return it."""
        if self.process is None:
            self.device.activities.start_process(self.package)
            self.starts += 1
            self.process = AppProcess(self)
            self._tell_service(is_running=True)
            self.process.on_create()
        return self.process

    def launch(self) -> None:
        """Open the app from the launcher."""
        self.device.used()
        was_running = self.is_running
        process = self.start()
        intent = self.device.packages.get_launch_intent_for_package(self.package)
        launcher = self.manifest.launcher
        if intent is not None and launcher is not None:
            self.device.activities.start_activity(self.package, launcher, intent)
        if self.variant.reads_extras_at_launch and process.read_extras({}) is not None:
            return
        if was_running:
            process.to_foreground()
        else:
            process.open_first_page()

    def end(self, by: KillCause) -> None:
        """End the process."""
        process, self.process = self.process, None
        self.device.activities.kill(self.package, by)
        if process is None:
            return
        process.ended()
        if process.im.has_connection:
            self.device.connection_ended()
        self._tell_service(is_running=False)

    def _tell_service(self, *, is_running: bool) -> None:
        service = self.device.push_service
        if service is not None:
            service.process_changed(is_running=is_running)

    def clear_storage(self) -> None:
        """Lose all preferences, the login and the regId among them."""
        self.storage.clear()
