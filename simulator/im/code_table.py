"""What the numbers of IM mean, on the server and in the SDK."""

from simulator.push.code import CodeTable

CODES = CodeTable(server=(), client=(), server_fields=("ErrorCode", "ResultCode"), client_fields=("code",))
