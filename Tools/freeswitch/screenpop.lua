-- Who calls? Sets screenpop_* variables and the caller's name, and never holds a call up.
--
-- In the dialplan, before the bridge or the queue:
--   <action application="lua" data="screenpop.lua"/>
-- It needs LuaSocket (Debian: lua-socket). Without a session (lua screenpop.lua NUMBER [PORT])
-- it prints what it would set, which is how it is tested.

local socket = require("socket")

local address, port, seconds = "127.0.0.1", 7373, 0.5

-- One request, one line back; nil when the daemon is not there or too slow.
local function ask(request)
    local client = socket.tcp()
    client:settimeout(seconds)
    if not client:connect(address, port) then return nil end
    client:send(request:gsub("%c", " ") .. "\r\n")
    local reply = client:receive("*l")
    client:close()
    return reply and reply:gsub("\r$", "")
end

-- key=value and key="quoted" of a reply.
local function fields(reply)
    local found = {}
    for key, value in reply:gmatch(' ([a-z_]+)=([^" ][^ ]*)') do found[key] = value end
    for key, value in reply:gmatch(' ([a-z_]+)="(.-[^\\])"') do
        found[key] = value:gsub('\\(["\\])', "%1")
    end
    return found
end

local function set(name, value)
    if session then session:setVariable(name, value) else print(name .. "=" .. value) end
end

local number = session and session:getVariable("caller_id_number") or (arg and arg[1]) or ""
if arg and arg[2] then port = tonumber(arg[2]) end

-- RING instead of LOOKUP would also pop the agent's screen:
--   ask("RING " .. session:getVariable("uuid") .. " " .. number .. " 1001")
local reply = ask("LOOKUP " .. number)
set("screenpop_code", reply and reply:sub(1, 3) or "none")
if reply and reply:sub(1, 3) == "200" then
    local found = fields(reply)
    for _, key in ipairs({ "account", "value", "complaints", "referrals", "interruptions" }) do
        set("screenpop_" .. key, found[key] or "-")
    end
    if found.name and found.name ~= "" then
        -- FreeSWITCH expands ${...} in what it is given.
        set("effective_caller_id_name", (found.name:gsub("%$", "")))
    end
end
