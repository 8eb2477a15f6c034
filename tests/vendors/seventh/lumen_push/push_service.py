"""Lumen's push service in the phone's system."""

from simulator.device.android.display import Notification
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.android.shade import StatusBarNotification
from simulator.device.opening import open_launcher, open_page, open_url, record_handled
from simulator.device.push_service import ArrivedCase, PushService
from simulator.kernel.rule import Decision
from simulator.push.click import ClickKind
from simulator.push.uplink import Delivery

ARRIVAL: Decision[ArrivedCase] = Decision("lumen.arrival", ())


class LumenPushService(PushService):
    """Shows whatever comes."""

    arrival = ARRIVAL

    def channel(self, delivery: Delivery) -> NotificationChannel:
        return NotificationChannel(delivery.channel_id, "Lumen", importance=Importance.HIGH)

    def notification(self, delivery: Delivery) -> Notification:
        return Notification(
            package=delivery.package,
            id=delivery.notify_id,
            title=delivery.title,
            text=delivery.body,
            channel_id=delivery.channel_id,
            push_id=delivery.push_id,
            content=delivery,
            op_package="com.lumen.push",
        )

    def tapped(self, notification: StatusBarNotification, delivery: Delivery) -> None:
        match delivery.click.kind:
            case ClickKind.OPEN_APP:
                opening = open_launcher(self.device, delivery.custom)
            case ClickKind.URL:
                opening = open_url(self.device, delivery.click.target)
            case _:
                opening = open_page(self.device, delivery.click.target, delivery.custom, from_outside=True)
        ext = opening.extras.get("ext")
        record_handled(self.device, notification.push_id, opening, ext, ext_was_sent="ext" in delivery.custom)
