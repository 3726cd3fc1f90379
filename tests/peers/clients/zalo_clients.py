"""Independent clients talk to the stand-in for Zalo; run in the peers' environment. Prints one JSON object.

python zalo_clients.py ADDRESS ACCESS_TOKEN
"""

import asyncio
import json
import sys

import zalo_bot
import zalo_bot_mcp.zalo_api as mcp
import zalo_sdk
from zalo_sdk.oa.ZaloMessage import ZaloMessageBody, ZaloRecipient

ADDRESS, ACCESS = sys.argv[1:]


def official_account(access: str) -> str:
    client = zalo_sdk.oa.Client("app", "secret", access_token=access, endpoint_prefix=ADDRESS)
    body = ZaloMessageBody(text="Xin chào từ zalo_sdk", quote_message_id="m1")
    try:
        client.send_message(ZaloRecipient(user_id="7"), body)
    except zalo_sdk.ZaloException as error:
        return str(error)
    return "sent"


async def bot_library() -> dict[str, str]:
    async with zalo_bot.Bot("1:abc", base_url=ADDRESS) as bot:
        me = await bot.get_me()
        sent = await bot.send_message("7", "Xin chào từ python-zalo-bot")
        update = await bot.get_update(timeout=1)
        return {"me": me.account_name, "sent": sent.message_id, "heard": update.message.text}


async def bot_mcp() -> dict[str, object]:
    mcp.BASE_URL = ADDRESS
    async with mcp.ZaloBotApi("1:abc") as api:
        heard = mcp.parse_update(await api.get_updates(timeout=1))
        idle = await api.get_updates(timeout=1)
        await api.send_message("7", "Xin chào từ zalo-bot-mcp")
        await api.send_chat_action("7")
        return {"heard": heard.text, "idle": idle, "webhook": await api.get_webhook_info()}


print(
    json.dumps(
        {
            "oa": official_account(ACCESS),
            "oa_worn": official_account("worn"),
            "bot": asyncio.run(bot_library()),
            "mcp": asyncio.run(bot_mcp()),
        }
    )
)
