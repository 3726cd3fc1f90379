PRAGMA user_version = 0;
BEGIN TRANSACTION;
CREATE TABLE turns (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, turn TEXT NOT NULL, conversation TEXT NOT NULL, channel TEXT NOT NULL,
    status TEXT NOT NULL, topic TEXT NOT NULL, place TEXT NOT NULL, seconds REAL NOT NULL, question TEXT NOT NULL);
INSERT INTO "turns" VALUES(1,1.79556020047229576109e+09,'77435649df910965','3fdc6f3d982c870aedbfcaef90c84c19','web','answered','theme','Lục Nam',0.1964,'');
INSERT INTO "turns" VALUES(2,1.79556020065300107001e+09,'89ea5b43469dfeba','827aa8c03b4a819102b565791781a495','web','form','','',0.1594,'');
INSERT INTO "turns" VALUES(3,1.7955602007649712563e+09,'1f7bf7d5c63517f1','827aa8c03b4a819102b565791781a495','web','form','','',0.1053,'');
INSERT INTO "turns" VALUES(4,1.79556020086523270605e+09,'26cdaf272a6f0feb','a52db58584b5d3c54ba7bc62b1dab1d6','web','answered','money','',0.096,'');
INSERT INTO "turns" VALUES(5,1.79556020098105573656e+09,'a35e24746ba65ddf','d5ed0251fec9df2ce85fa0169dd6cdcd','web','not_found','theme','Cà Mau',0.1131,'Chủ đề thi đua của Cà Mau?');
INSERT INTO "turns" VALUES(6,1.79556020112099218363e+09,'0524518d8c90557f','3fdc6f3d982c870aedbfcaef90c84c19','web','answered','theme','Lục Nam',0.1315,'');
INSERT INTO "turns" VALUES(7,1.79556020125698351857e+09,'1566d94d3790e9a7','28fb515cd63f47f9f2650e940c880f0d','telegram','answered','theme','Lục Nam',0.0968,'');
INSERT INTO "turns" VALUES(8,1.79556020246896481514e+09,'8db0188bf5a018f7','28fb515cd63f47f9f2650e940c880f0d','telegram','answered','launch','Lục Nam',0.1028,'');
CREATE INDEX turns_at ON turns (at);
CREATE INDEX turns_conversation ON turns (conversation);
COMMIT;
