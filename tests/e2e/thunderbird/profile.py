"""A profile of Thunderbird with Alice's account."""

import json

from ..mail.mailbox import ADDRESS, Mailbox
from .program import ID, UUID


def preferences(mailbox: Mailbox, port: int) -> dict[str, object]:
    server, local = "mail.server.server1", "mail.server.server2"
    return {
        "marionette.port": port,
        "extensions.webextensions.uuids": json.dumps({ID: UUID}),
        "extensions.webextOptionalPermissionPrompts": False,
        "app.donation.eoy.version.viewed": 999,
        "datareporting.policy.dataSubmissionEnabled": False,
        "mail.openMessageBehavior": 0,  # in a window of its own
        "mail.rights.version": 1,
        "mail.provider.suppress_dialog_on_startup": True,
        "mail.shell.checkDefaultClient": False,
        "mailnews.start_page.enabled": False,
        "mailnews.message_display.disable_remote_image": True,
        "intl.accept_languages": "en-US",
        "layout.frame_rate": 10,  # nobody watches: painting 60 times a second while messages load is a fifth of all
        "mailnews.database.global.indexer.enabled": False,  # for a search that nobody makes
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "services.settings.server": "http://127.0.0.1:9",  # nobody listens there: nothing leaves the machine
        "mail.accountmanager.accounts": "account1,account2",
        "mail.accountmanager.defaultaccount": "account1",
        "mail.accountmanager.localfoldersserver": "server2",
        "mail.account.account1.identities": "id1",
        "mail.account.account1.server": "server1",
        "mail.account.account2.server": "server2",
        "mail.identity.id1.useremail": ADDRESS,
        "mail.identity.id1.fullName": "Alice",
        "mail.identity.id1.valid": True,
        f"{server}.type": "imap",
        f"{server}.hostname": "127.0.0.1",
        f"{server}.realhostname": "127.0.0.1",
        f"{server}.port": mailbox.port,
        f"{server}.userName": ADDRESS,
        f"{server}.name": ADDRESS,
        f"{server}.socketType": 0,
        f"{server}.authMethod": 3,  # a password in clear, on loopback
        f"{server}.login_at_startup": False,  # its question for the password would keep the driver out
        f"{server}.check_new_mail": False,
        f"{server}.storeContractID": "@mozilla.org/msgstore/berkeleystore;1",
        f"{local}.type": "none",
        f"{local}.hostname": "Local Folders",
        f"{local}.name": "Local Folders",
        f"{local}.userName": "nobody",
    }
