"""What Lumen's numbers mean."""

from simulator.push.code import Code, CodeTable

CODES = CodeTable(
    server=(
        Code(0, "success", "成功", is_success=True),
        Code(1, "AppID or AppSecret wrong", "密钥错误"),
        Code(2, "title missing", "缺少标题"),
        Code(3, "messages of the day used up", "当日配额已用完"),
        Code(4, "unknown token", "令牌无效"),
        Code(5, "push is switched off", "推送未开启"),
    ),
    client=(Code(0, "success", "成功"), Code(1, "AppID wrong", "AppID 错误")),
    server_fields=("code",),
    client_fields=("code",),
)
