-- wrk sends the requests of a file, one a line: METHOD, PATH, BODY (may be empty), parted by tabs.
-- Arguments: the file with the requests, the file with the bearer token, "again" (the list over and over) or
-- "once" (each line once, then stop), the number of threads.
-- The body "@FILE" is read from FILE. Every POST carries an Idempotency-Key of its own.

local threads = {}
local requests, position, sent, step, head_end, seed = {}, 0, 0, 1, "", ""

bad, last_bad = 0, ""  -- global: read by done() from each thread

function setup(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end

local function read_file(name)
    local file = assert(io.open(name, "rb"))
    local text = file:read("*a")
    file:close()
    return text
end

local function random_hex(bytes)
    local source = assert(io.open("/dev/urandom", "rb"))
    local text = source:read(bytes):gsub(".", function(c) return string.format("%02x", c:byte()) end)
    source:close()
    return text
end

-- wrk calls a global `response` for every answer, which costs the client time: only where lists are short.
local function note_response(status, _, body)
    if status < 300 then return end
    bad = bad + 1
    last_bad = status .. " " .. body:sub(1, 300):gsub('[%c"\\]', " ")
end

function init(args)
    local token = read_file(args[2])
    seed = random_hex(12)
    if token ~= "" then head_end = "Authorization: Bearer " .. token .. "\r\n" end
    for line in io.lines(args[1]) do
        local method, path, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
        if body:sub(1, 1) == "@" then body = read_file(body:sub(2)) end
        local head = method .. " " .. path .. " HTTP/1.1\r\nHost: 127.0.0.1\r\n" .. head_end
        if method == "POST" then
            head = head .. "Content-Type: application/json\r\nContent-Length: " .. #body .. "\r\n"
        end
        table.insert(requests, {post = method == "POST", head = head, body = body})
    end
    if args[3] == "once" then
        position, step = number, tonumber(args[4])
        response = note_response
    else
        step = 0
    end
end

function request()
    local index = position
    if step > 0 then
        position = position + step
        if index >= #requests then  -- one that harms nothing, since wrk wants one
            wrk.thread:stop()
            return "GET /v1/sessions/current HTTP/1.1\r\nHost: 127.0.0.1\r\n" .. head_end .. "\r\n"
        end
    else
        position = (position + 1) % #requests
    end
    local wanted = requests[index + 1]
    if not wanted.post then return wanted.head .. "\r\n" end
    sent = sent + 1
    return wanted.head .. "Idempotency-Key: " .. seed .. string.format("%03d%09d", number, sent) .. "\r\n\r\n" ..
               wanted.body
end

function done(summary, latency)
    local refused, reason = 0, ""
    for _, thread in ipairs(threads) do
        refused = refused + thread:get("bad")
        if thread:get("last_bad") ~= "" then reason = thread:get("last_bad") end
    end
    local errors = summary.errors
    io.write(string.format('\n{"requests":%d,"seconds":%f,"p50_ms":%f,"p99_ms":%f,"max_ms":%f,' ..
                               '"refused":%d,"broken":%d,"reason":"%s"}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        latency.max / 1e3, math.max(refused, errors.status),
        errors.connect + errors.read + errors.write + errors.timeout, reason))
end
