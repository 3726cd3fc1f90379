PRAGMA user_version = 0;
BEGIN TRANSACTION;
CREATE TABLE choices (
    conversation TEXT NOT NULL, number INTEGER NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (conversation, number));
INSERT INTO "choices" VALUES('telegram:8b0728b05b9d289a3a35eca4465cc7ff',1,'Chủ đề thi đua của huyện Lục Nam năm 2024 là gì?');
INSERT INTO "choices" VALUES('telegram:8b0728b05b9d289a3a35eca4465cc7ff',2,'Liệt kê các chỉ tiêu thi đua của huyện Lục Nam năm 2024');
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, key TEXT NOT NULL, conversation TEXT NOT NULL,
    text TEXT NOT NULL, address TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'new', parts TEXT NOT NULL DEFAULT '[]',
    sent INTEGER NOT NULL DEFAULT 0, received REAL NOT NULL, UNIQUE (channel, key));
INSERT INTO "messages" VALUES(1,'telegram','1','telegram:8b0728b05b9d289a3a35eca4465cc7ff','','{}','done','[]',1,1.79556020114730143554e+09);
INSERT INTO "messages" VALUES(2,'telegram','2','telegram:8b0728b05b9d289a3a35eca4465cc7ff','Ai ký?','{"chat": 7, "reply_to": 2}','answered','[{"text": "Ủy ban nhân dân huyện Lục Nam phát động thi đua của huyện Lục Nam năm 2024 bằng Kế hoạch số 12/KH-UBND ngày 09/02/2024.\nNgười ký: Trần Văn Minh, Chủ tịch Ủy ban nhân dân huyện Lục Nam.\n\nHuyện Lục Nam từ 01/7/2025 thuộc tỉnh Bắc Ninh.\nNguồn: Kế hoạch 12/KH-UBND ngày 09/02/2024 của Ủy ban nhân dân huyện Lục Nam – đoạn 3, đoạn 9", "choices": [{"title": "Chủ đề thi đua – Lục Nam 2024", "payload": "Chủ đề thi đua của huyện Lục Nam năm 2024 là gì?"}, {"title": "Chỉ tiêu – Lục Nam 2024", "payload": "Liệt kê các chỉ tiêu thi đua của huyện Lục Nam năm 2024"}]}]',0,1.79556020235908865923e+09);
CREATE TABLE muted (conversation TEXT PRIMARY KEY, until REAL NOT NULL);
CREATE TABLE payloads (key TEXT PRIMARY KEY, payload TEXT NOT NULL);
INSERT INTO "payloads" VALUES('#k:90f03daeca5e5ae929c5f266e9e2df4a','Liệt kê các chỉ tiêu thi đua của huyện Lục Nam năm 2024');
CREATE INDEX messages_open ON messages (conversation, id) WHERE state IN ('new', 'answered');
CREATE INDEX messages_lately ON messages (conversation, received);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('messages',2);
COMMIT;
